use super::{Errors, Named, comment};
use std::io::{self, Write};

pub(super) fn write(services: &[Errors], out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "// Written by error-catalog: do not edit.")?;
    for service in services {
        let (ty, name) = (&service.ty, &service.service);
        writeln!(
            out,
            "\n/** The errors of {name}, by their names. */\nexport const {ty} = {{"
        )?;
        for Named { name, entry } in &service.entries {
            let comment = comment(entry).join("\n   * ").replace("*/", "* /");
            if !comment.is_empty() {
                let lines = comment.lines().map(str::trim_end);
                writeln!(out, "  /** {} */", lines.collect::<Vec<_>>().join("\n"))?;
            }
            let (code, status) = (entry.code, entry.status);
            writeln!(out, "  {name}: {{ code: {code}, status: {status} }},")?;
        }
        writeln!(
            out,
            "}} as const;\n\n/** The name of an error of {name}. */\nexport type {ty}Name = keyof typeof {ty};\n\n/** The name of a code; `undefined` for a code of a newer server, and for a bare status. */\nexport function name{ty}(code: number): {ty}Name | undefined {{\n  const names = Object.keys({ty}) as {ty}Name[];\n  return names.find((name) => {ty}[name].code === code);\n}}"
        )?;
    }
    Ok(())
}
