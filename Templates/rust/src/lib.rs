//! On for callers of whom an attribute has one of the values that the config lists; the variant is
//! that value. The config is plain text: `plan=team,enterprise`

mod novi;
mod plugin;
#[cfg(test)]
mod tests;

use plugin::{Activation, Decision, Facts, Failure, Key, Setup, Variant};

/// One row of the database.
struct PluginNameActivation {
    key: Key,
    choices: Vec<(String, Option<Variant>)>,
}

impl Activation for PluginNameActivation {
    fn create(setup: &Setup) -> Result<Self, Failure> {
        let (attribute, values) = parse(setup.config()?).ok_or_else(|| {
            Failure::config(
                "The config names no attribute or no values; write attribute=value,value.",
            )
        })?;
        let choice = |value: &str| (value.to_owned(), setup.variant(value));
        Ok(Self { key: setup.key(attribute), choices: values.into_iter().map(choice).collect() })
    }

    fn evaluate(&self, facts: &Facts) -> Result<Decision, Failure> {
        let Some(value) = facts.text(&self.key) else { return Ok(Decision::Abstain) };
        let choice = self.choices.iter().find(|(wanted, _)| wanted.as_bytes() == value);
        Ok(choice.map_or(Decision::Off, |(_, variant)| Decision::On(*variant)))
    }
}

/// Splits a config; `None` if something is empty.
fn parse(config: &str) -> Option<(&str, Vec<&str>)> {
    let (attribute, values) = config.split_once('=')?;
    let values: Vec<&str> = values.split(',').collect();
    let is_whole = !attribute.is_empty() && values.iter().all(|value| !value.is_empty());
    is_whole.then_some((attribute, values))
}

static CLASSES: [novi::Class; 1] = [novi::Class::new::<PluginNameActivation>(
    "PluginNameActivation",
    novi::CLASS_PURE,
    "On if an attribute of the caller has one of the listed values.",
)];

static PLUGIN: novi::Plugin = novi::Plugin {
    size: std::mem::size_of::<novi::Plugin>() as u32,
    interface_version: novi::INTERFACE_VERSION,
    name: novi::Text::new("plugin_name"),
    version: novi::Text::new(env!("CARGO_PKG_VERSION")),
    class_count: CLASSES.len() as u32,
    class_stride: std::mem::size_of::<novi::Class>() as u32,
    classes: CLASSES.as_ptr(),
};

#[no_mangle]
pub extern "C" fn novi_plugin_v1(_host: *const novi::Host) -> *const novi::Plugin {
    // The message of a panic goes to the host. A plugin does not write to standard error.
    #[cfg(not(test))]
    std::panic::set_hook(Box::new(|_| {}));
    &PLUGIN
}
