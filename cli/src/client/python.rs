use super::{Errors, Named, comment, words};
use std::io::{self, Write};

pub(super) fn write(services: &[Errors], out: &mut dyn Write) -> io::Result<()> {
    writeln!(
        out,
        "# Written by error-catalog: do not edit.\n\nfrom enum import IntEnum"
    )?;
    for service in services {
        let (ty, name) = (&service.ty, &service.service);
        writeln!(
            out,
            "\n\nclass {ty}(IntEnum):\n    \"\"\"The errors of {name}. A code of a newer server, or of a bare status, is a ValueError.\"\"\"\n"
        )?;
        for Named { name, entry } in &service.entries {
            for line in comment(entry) {
                writeln!(out, "{}", format!("    # {line}").trim_end())?;
            }
            let name = words(name).join("_").to_uppercase();
            writeln!(out, "    {name} = {}", entry.code)?;
        }
        writeln!(
            out,
            "\n    @property\n    def status(self) -> int:\n        \"\"\"The HTTP status.\"\"\"\n        return _STATUSES_OF_{0}[self]\n\n\n_STATUSES_OF_{0} = {{",
            words(&service.ty).join("_").to_uppercase()
        )?;
        for Named { entry, .. } in &service.entries {
            writeln!(out, "    {}: {},", entry.code, entry.status)?;
        }
        writeln!(out, "}}")?;
    }
    Ok(())
}
