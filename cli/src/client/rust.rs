use super::{Errors, Named, comment};
use std::io::{self, Write};

pub(super) fn write(services: &[Errors], out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "// Written by error-catalog: do not edit.")?;
    for service in services {
        let (ty, name) = (&service.ty, &service.service);
        write!(
            out,
            "\n/// The errors of {name}.\n#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]\n#[non_exhaustive]\npub enum {ty} {{\n"
        )?;
        for Named { name, entry } in &service.entries {
            for line in comment(entry) {
                writeln!(out, "{}", format!("    /// {line}").trim_end())?;
            }
            writeln!(out, "    {name},")?;
        }
        writeln!(out, "}}\n\nimpl {ty} {{")?;
        writeln!(
            out,
            "    /// The error of a code; `None` for a code of a newer server, and for a bare status.\n    #[must_use]\n    pub const fn from_code(code: u32) -> Option<Self> {{\n        Some(match code {{"
        )?;
        for Named { name, entry } in &service.entries {
            writeln!(out, "            {} => Self::{name},", entry.code)?;
        }
        writeln!(out, "            _ => return None,\n        }})\n    }}")?;
        write_getter(
            service,
            "The integer that names the error.",
            "code",
            "u32",
            out,
            |it| it.entry.code.to_string(),
        )?;
        write_getter(service, "The HTTP status.", "status", "u16", out, |it| {
            it.entry.status.to_string()
        })?;
        write_getter(
            service,
            "The name in the catalog.",
            "name",
            "&'static str",
            out,
            |it| format!("{:?}", it.entry.name),
        )?;
        writeln!(out, "}}")?;
    }
    Ok(())
}

fn write_getter(
    service: &Errors,
    docs: &str,
    method: &str,
    ty: &str,
    out: &mut dyn Write,
    value: impl Fn(&Named) -> String,
) -> io::Result<()> {
    writeln!(
        out,
        "\n    /// {docs}\n    #[must_use]\n    pub const fn {method}(self) -> {ty} {{\n        match self {{"
    )?;
    for error in &service.entries {
        writeln!(out, "            Self::{} => {},", error.name, value(error))?;
    }
    writeln!(out, "        }}\n    }}")
}
