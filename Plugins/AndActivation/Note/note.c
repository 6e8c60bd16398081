#include "novi_activation.h"

NOVI_NOTE("and_activation", "1.0.0", "AndActivation");
