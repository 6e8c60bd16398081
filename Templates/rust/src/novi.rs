//! The interface of `novi_activation.h`, version 0.1, as Rust sees it. The header is the
//! specification; `cargo test` compares the two.
#![allow(dead_code)]

use std::ffi::c_void;

pub const INTERFACE_VERSION: u32 = 0x0000_0001;
pub const NO_KEY: u32 = u32::MAX;

pub const MISSING: u32 = 0;
pub const NULL: u32 = 1;
pub const BOOLEAN: u32 = 2;
pub const INTEGER: u32 = 3;
pub const DOUBLE: u32 = 4;
pub const STRING: u32 = 5;
pub const JSON: u32 = 6;

pub const OK: i32 = 0;
pub const OFF: i32 = 0;
pub const ON: i32 = 1;
pub const ABSTAIN: i32 = 2;
pub const ERROR_GENERAL: i32 = -1;
pub const ERROR_INVALID_CONTEXT: i32 = -4;
pub const ERROR_CONFIG: i32 = -16;

pub const CLASS_PURE: u32 = 1 << 0;
pub const CLASS_SERIAL: u32 = 1 << 1;
pub const CLASS_CLOCK: u32 = 1 << 2;

#[repr(C)]
#[derive(Clone, Copy)]
pub struct Text {
    pub data: *const u8,
    pub size: usize,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub union Payload {
    pub integer: i64,
    pub real: f64,
    pub text: *const u8,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct Value {
    pub r#type: u32,
    pub size: u32,
    pub r#as: Payload,
}

/// A text that the host keeps; only pointers to it exist.
#[repr(C)]
pub struct Name([u8; 0]);

#[repr(C)]
pub struct Error {
    pub size: u32,
    pub capacity: u32,
    pub length: u32,
    pub reserved: u32,
    pub text: *mut u8,
}

#[repr(C)]
pub struct Context {
    pub size: u32,
    pub slot_count: u32,
    pub key_count: u32,
    pub reserved: u32,
    pub slots: *const Value,
    pub now: i64,
    pub find_key: unsafe extern "C" fn(*const Context, u32) -> Value,
    pub find: unsafe extern "C" fn(*const Context, Text) -> Value,
    pub host_data: *const c_void,
}

#[repr(C)]
pub struct Outcome {
    pub size: u32,
    pub reason: i32,
    pub variant: *const Name,
    pub value: Value,
    pub message: Text,
    pub allocate: unsafe extern "C" fn(*mut Outcome, usize) -> *mut c_void,
    pub make_name: unsafe extern "C" fn(*mut Outcome, Text) -> *const Name,
    pub host_data: *mut c_void,
}

#[repr(C)]
pub struct Host {
    pub size: u32,
    pub interface_version: u32,
    pub intern_key: unsafe extern "C" fn(*const Host, Text) -> u32,
    pub intern_name: unsafe extern "C" fn(*const Host, Text) -> *const Name,
    pub name_text: unsafe extern "C" fn(*const Host, *const Name) -> Text,
    pub log: unsafe extern "C" fn(*const Host, i32, Text),
    pub service: unsafe extern "C" fn(*const Host, Text) -> *const c_void,
}

#[repr(C)]
pub struct CreateArgs {
    pub size: u32,
    pub reserved: u32,
    pub config: Text,
    pub class_name: Text,
    pub activation_name: Text,
    pub activation_id: i64,
    pub host_data: *mut c_void,
}

pub type Create = unsafe extern "C" fn(
    *const Class,
    *const Host,
    *const CreateArgs,
    *mut *mut c_void,
    *mut Error,
) -> i32;
pub type Explain = unsafe extern "C" fn(*mut c_void, *const Context, *mut Error);

#[repr(C)]
pub struct Class {
    pub size: u32,
    pub flags: u32,
    pub name: Text,
    pub summary: Text,
    pub config_schema: Text,
    pub data: *const c_void,
    pub create: Create,
    pub evaluate: unsafe extern "C" fn(*mut c_void, *const Context, *mut Outcome) -> i32,
    pub destroy: unsafe extern "C" fn(*mut c_void),
    pub explain: Option<Explain>,
}

#[repr(C)]
pub struct Plugin {
    pub size: u32,
    pub interface_version: u32,
    pub name: Text,
    pub version: Text,
    pub class_count: u32,
    pub class_stride: u32,
    pub classes: *const Class,
}

// What they point to is constant.
unsafe impl Sync for Class {}
unsafe impl Sync for Plugin {}

/// Compares the structures with the header: the C compiler is asked to assert what Rust says.
#[cfg(test)]
mod tests {
    use super::*;
    use std::mem::{offset_of, size_of};

    macro_rules! assertions {
        ($($rust:ident = $c:ident { $($member:ident),* })*) => {
            [$(
                format!("_Static_assert(sizeof({}) == {}, \"\");\n",
                    stringify!($c), size_of::<$rust>()),
                $(format!("_Static_assert(offsetof({}, {}) == {}, \"\");\n",
                    stringify!($c), stringify!($member).trim_start_matches("r#"),
                    offset_of!($rust, $member)),)*
            )*].concat()
        };
    }

    #[test]
    fn the_structures_are_those_of_the_header() {
        let members = assertions! {
            Text = novi_string { data, size }
            Value = novi_value { r#type, size, r#as }
            Error = novi_error { size, capacity, length, reserved, text }
            Context = novi_context {
                size, slot_count, key_count, reserved, slots, now, find_key, find, host_data
            }
            Outcome = novi_result {
                size, reason, variant, value, message, allocate, make_name, host_data
            }
            Host = novi_host {
                size, interface_version, intern_key, intern_name, name_text, log, service
            }
            CreateArgs = novi_create_args {
                size, reserved, config, class_name, activation_name, activation_id, host_data
            }
            Class = novi_class {
                size, flags, name, summary, config_schema, data, create, evaluate, destroy, explain
            }
            Plugin = novi_plugin {
                size, interface_version, name, version, class_count, class_stride, classes
            }
        };
        compile(&format!("#include \"novi_activation.h\"\n{members}"));
    }

    #[test]
    fn the_constants_are_those_of_the_header() {
        compile(&format!(
            "#include \"novi_activation.h\"\n\
             _Static_assert(NOVI_INTERFACE_VERSION == {INTERFACE_VERSION}u, \"\");\n\
             _Static_assert(NOVI_NO_KEY == {NO_KEY}u, \"\");\n\
             _Static_assert(NOVI_STRING == {STRING} && NOVI_JSON == {JSON}, \"\");\n\
             _Static_assert(NOVI_ABSTAIN == {ABSTAIN}, \"\");\n\
             _Static_assert(NOVI_ERROR_CONFIG == {ERROR_CONFIG}, \"\");\n\
             _Static_assert(NOVI_CLASS_CLOCK == {CLASS_CLOCK}, \"\");\n"
        ));
    }

    /// Asks the C compiler, with which Rust links, so that there is one.
    fn compile(source: &str) {
        use std::io::Write;
        let package = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
        let folder = package.join("novi-sdk").join("Sources/CNovi/include");
        let mut compiler = std::process::Command::new("cc")
            .args(["-std=c11", "-fsyntax-only", "-x", "c", "-", "-I"])
            .arg(folder)
            .stdin(std::process::Stdio::piped())
            .spawn()
            .expect("there is a C compiler");
        let mut input = compiler.stdin.take().expect("it has an input");
        input.write_all(source.as_bytes()).expect("it reads");
        drop(input);
        assert!(compiler.wait().expect("it ends").success());
    }
}
