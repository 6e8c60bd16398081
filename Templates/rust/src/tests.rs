//! Tests the plugin through its interface, with a host that is as small as the interface allows.

use std::ffi::c_void;
use std::mem::size_of;
use std::ptr::null;

use crate::novi::*;
use crate::plugin::{Activation, Decision, Facts, Failure, Setup};

// MARK: The host, whose names are texts and whose contexts have one attribute, `plan`

const PLAN: u32 = 0;
const OTHER: u32 = 1;

unsafe extern "C" fn intern_key(_: *const Host, name: Text) -> u32 {
    if string(name) == "plan" {
        PLAN
    } else {
        OTHER
    }
}

unsafe extern "C" fn intern_name(_: *const Host, text: Text) -> *const Name {
    Box::leak(Box::new(string(text))) as *const String as *const Name
}

unsafe extern "C" fn name_text(_: *const Host, name: *const Name) -> Text {
    Text::new(&*name.cast::<String>())
}

unsafe extern "C" fn log(_: *const Host, _: i32, _: Text) {}

unsafe extern "C" fn service(_: *const Host, _: Text) -> *const c_void {
    null()
}

unsafe extern "C" fn find_key(context: *const Context, key: u32) -> Value {
    if key == PLAN {
        *(*context).host_data.cast::<Value>()
    } else {
        MISSING_VALUE
    }
}

unsafe extern "C" fn find(context: *const Context, name: Text) -> Value {
    find_key(context, intern_key(null(), name))
}

unsafe extern "C" fn allocate(_: *mut Outcome, size: usize) -> *mut c_void {
    Box::leak(vec![0_u8; size].into_boxed_slice()).as_mut_ptr().cast()
}

unsafe extern "C" fn make_name(_: *mut Outcome, text: Text) -> *const Name {
    intern_name(null(), text)
}

const MISSING_VALUE: Value = Value { r#type: MISSING, size: 0, r#as: Payload { integer: 0 } };

fn string(text: Text) -> String {
    let bytes = match text.size {
        0 => &[],
        size => unsafe { std::slice::from_raw_parts(text.data, size) },
    };
    String::from_utf8(bytes.to_vec()).expect("text is UTF-8")
}

const HOST: Host = Host {
    size: size_of::<Host>() as u32,
    interface_version: INTERFACE_VERSION,
    intern_key,
    intern_name,
    name_text,
    log,
    service,
};

// MARK: What the host does with a class

fn plugin_class() -> &'static Class {
    unsafe { &*(*crate::novi_plugin_v1(&HOST)).classes }
}

fn create(class: &Class, config: &str) -> Result<*mut c_void, (i32, String)> {
    let args = CreateArgs {
        size: size_of::<CreateArgs>() as u32,
        reserved: 0,
        config: Text::new(config),
        class_name: class.name,
        activation_name: Text::new("row"),
        activation_id: 1,
        host_data: std::ptr::null_mut(),
    };
    let (mut instance, mut buffer) = (std::ptr::null_mut(), [0_u8; 128]);
    let mut error = Error {
        size: size_of::<Error>() as u32,
        capacity: 128,
        length: 0,
        reserved: 0,
        text: buffer.as_mut_ptr(),
    };
    match unsafe { (class.create)(class, &HOST, &args, &mut instance, &mut error) } {
        OK => Ok(instance),
        code => Err((code, string(Text { data: buffer.as_ptr(), size: error.length as usize }))),
    }
}

/// Gives the status, and the name of the variant or the message.
fn decide(class: &Class, instance: *mut c_void, plan: Option<&str>) -> (i32, String) {
    let value = plan.map_or(MISSING_VALUE, |text| Value {
        r#type: STRING,
        size: text.len() as u32,
        r#as: Payload { text: text.as_ptr() },
    });
    let context = Context {
        size: size_of::<Context>() as u32,
        slot_count: 0,
        key_count: 0,
        reserved: 0,
        slots: null(),
        now: 0,
        find_key,
        find,
        host_data: (&value as *const Value).cast(),
    };
    let mut outcome = Outcome {
        size: size_of::<Outcome>() as u32,
        reason: 0,
        variant: null(),
        value: MISSING_VALUE,
        message: Text::new(""),
        allocate,
        make_name,
        host_data: std::ptr::null_mut(),
    };
    let status = unsafe { (class.evaluate)(instance, &context, &mut outcome) };
    let text = if outcome.variant.is_null() {
        outcome.message
    } else {
        unsafe { name_text(&HOST, outcome.variant) }
    };
    (status, string(text))
}

// MARK: The tests

#[test]
fn the_variant_is_the_value() {
    let class = plugin_class();
    let instance = create(class, "plan=team,enterprise").expect("the config is right");
    assert_eq!(decide(class, instance, Some("team")), (ON, "team".into()));
    assert_eq!(decide(class, instance, Some("enterprise")), (ON, "enterprise".into()));
    assert_eq!(decide(class, instance, Some("teams")), (OFF, "".into()));
    assert_eq!(decide(class, instance, Some("")), (OFF, "".into()));
    assert_eq!(decide(class, instance, None), (ABSTAIN, "".into()));
    unsafe { (class.destroy)(instance) };
}

#[test]
fn a_config_that_lacks_something_is_refused() {
    for config in ["", "plan", "plan=", "=team", "plan=team,", "plan=,team", "plan=a,,b"] {
        let (code, message) = create(plugin_class(), config).expect_err("something is missing");
        assert_eq!(code, ERROR_CONFIG);
        assert!(message.contains("write attribute=value,value"), "{message}");
    }
}

struct Panicking;

impl Activation for Panicking {
    fn create(setup: &Setup) -> Result<Self, Failure> {
        if setup.config()? == "now" {
            panic!("too early");
        }
        Ok(Panicking)
    }

    fn evaluate(&self, _: &Facts) -> Result<Decision, Failure> {
        panic!("too {}", "late")
    }
}

#[test]
fn a_panic_becomes_an_error() {
    let class = Class::new::<Panicking>("Panicking", 0, "");
    let failure = create(&class, "now").expect_err("it panics");
    assert_eq!(failure, (ERROR_GENERAL, "The rule panicked: too early".into()));
    let instance = create(&class, "later").expect("it waits");
    let failure = (ERROR_GENERAL, "The rule panicked: too late".into());
    assert_eq!(decide(&class, instance, None), failure);
    unsafe { (class.destroy)(instance) };
}
