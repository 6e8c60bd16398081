//! The edge: what the host calls, around rules that are written in safe Rust. No panic crosses it.

use std::any::Any;
use std::ffi::c_void;
use std::panic::{catch_unwind, AssertUnwindSafe};

use crate::novi;

/// A rule: made once from a config, asked on any number of threads.
pub trait Activation: Sized + Send + Sync + 'static {
    fn create(setup: &Setup) -> Result<Self, Failure>;
    fn evaluate(&self, facts: &Facts) -> Result<Decision, Failure>;
}

/// What a rule decides.
pub enum Decision {
    On(Option<Variant>),
    Off,
    /// The context lacks what the rule needs.
    Abstain,
}

/// Why a rule cannot be made, or cannot decide: one sentence, with what to do.
pub struct Failure {
    pub code: i32,
    pub message: String,
}

impl Failure {
    pub fn config(message: &str) -> Self {
        Failure { code: novi::ERROR_CONFIG, message: message.to_owned() }
    }

    fn panic(payload: Box<dyn Any + Send>) -> Self {
        let text = match (payload.downcast_ref::<&str>(), payload.downcast_ref::<String>()) {
            (Some(text), _) => text,
            (_, Some(text)) => text.as_str(),
            _ => "without a message",
        };
        Failure { code: novi::ERROR_GENERAL, message: format!("The rule panicked: {text}") }
    }
}

/// The name of a variant, which the host keeps.
#[derive(Clone, Copy)]
pub struct Variant(*const novi::Name);

// The host never changes or frees a name.
unsafe impl Send for Variant {}
unsafe impl Sync for Variant {}

/// The key of an attribute.
pub struct Key {
    id: u32,
    name: String,
}

/// What a rule is made from.
pub struct Setup<'a> {
    host: &'a novi::Host,
    args: &'a novi::CreateArgs,
}

impl Setup<'_> {
    pub fn config(&self) -> Result<&str, Failure> {
        std::str::from_utf8(unsafe { self.args.config.bytes() })
            .map_err(|_| Failure::config("The config is not UTF-8."))
    }

    pub fn key(&self, name: &str) -> Key {
        let id = unsafe { (self.host.intern_key)(self.host, novi::Text::new(name)) };
        Key { id, name: name.to_owned() }
    }

    pub fn variant(&self, name: &str) -> Option<Variant> {
        let name = unsafe { (self.host.intern_name)(self.host, novi::Text::new(name)) };
        (!name.is_null()).then_some(Variant(name))
    }
}

/// The facts about the caller.
pub struct Facts<'a>(&'a novi::Context);

impl<'a> Facts<'a> {
    /// The bytes of an attribute; `None` if it is missing or not text.
    pub fn text(&self, key: &Key) -> Option<&'a [u8]> {
        let value = self.value(key);
        if value.r#type != novi::STRING {
            return None;
        }
        let text = novi::Text { data: unsafe { value.r#as.text }, size: value.size as usize };
        Some(unsafe { text.bytes() })
    }

    fn value(&self, key: &Key) -> novi::Value {
        let context = self.0;
        if key.id < context.slot_count {
            unsafe { *context.slots.add(key.id as usize) }
        } else if key.id == novi::NO_KEY {
            unsafe { (context.find)(context, novi::Text::new(&key.name)) }
        } else if key.id >= context.key_count {
            unsafe { (context.find_key)(context, key.id) }
        } else {
            novi::Value { r#type: novi::MISSING, size: 0, r#as: novi::Payload { integer: 0 } }
        }
    }
}

impl novi::Text {
    pub const fn new(text: &str) -> Self {
        novi::Text { data: text.as_ptr(), size: text.len() }
    }

    /// # Safety
    /// The text has to live as long as the slice.
    unsafe fn bytes<'a>(self) -> &'a [u8] {
        if self.size == 0 {
            return &[];
        }
        std::slice::from_raw_parts(self.data, self.size)
    }
}

// MARK: What the host calls

impl novi::Class {
    /// Describes a rule to the host.
    pub const fn new<A: Activation>(name: &str, flags: u32, summary: &str) -> Self {
        novi::Class {
            size: std::mem::size_of::<novi::Class>() as u32,
            flags,
            name: novi::Text::new(name),
            summary: novi::Text::new(summary),
            config_schema: novi::Text::new(""),
            data: std::ptr::null(),
            create: create::<A>,
            evaluate: evaluate::<A>,
            destroy: destroy::<A>,
            explain: None,
        }
    }
}

unsafe extern "C" fn create<A: Activation>(
    _class: *const novi::Class,
    host: *const novi::Host,
    args: *const novi::CreateArgs,
    instance: *mut *mut c_void,
    error: *mut novi::Error,
) -> i32 {
    let setup = Setup { host: &*host, args: &*args };
    let made = catch_unwind(AssertUnwindSafe(|| A::create(&setup)));
    match made.unwrap_or_else(|payload| Err(Failure::panic(payload))) {
        Ok(rule) => {
            *instance = Box::into_raw(Box::new(rule)).cast();
            novi::OK
        }
        Err(failure) => {
            let (error, message) = (&mut *error, failure.message);
            let room = message.len().min(error.capacity as usize);
            let fitting = (0..=room).rev().find(|end| message.is_char_boundary(*end));
            error.length = fitting.unwrap_or(0) as u32;
            std::ptr::copy(message.as_ptr(), error.text, error.length as usize);
            failure.code
        }
    }
}

unsafe extern "C" fn evaluate<A: Activation>(
    instance: *mut c_void,
    context: *const novi::Context,
    outcome: *mut novi::Outcome,
) -> i32 {
    let (rule, facts) = (&*instance.cast::<A>(), Facts(&*context));
    let decided = catch_unwind(AssertUnwindSafe(|| rule.evaluate(&facts)));
    match decided.unwrap_or_else(|payload| Err(Failure::panic(payload))) {
        Ok(Decision::On(variant)) => {
            (*outcome).variant = variant.map_or(std::ptr::null(), |variant| variant.0);
            novi::ON
        }
        Ok(Decision::Off) => novi::OFF,
        Ok(Decision::Abstain) => novi::ABSTAIN,
        Err(failure) => {
            // The message has to live until the answer has been read, so it goes to the host.
            let size = failure.message.len();
            let memory: *mut u8 = ((*outcome).allocate)(outcome, size).cast();
            if !memory.is_null() {
                std::ptr::copy(failure.message.as_ptr(), memory, size);
                (*outcome).message = novi::Text { data: memory, size };
            }
            failure.code
        }
    }
}

unsafe extern "C" fn destroy<A: Activation>(instance: *mut c_void) {
    // There is nobody to tell if it panics.
    let _ = catch_unwind(AssertUnwindSafe(|| drop(Box::from_raw(instance.cast::<A>()))));
}
