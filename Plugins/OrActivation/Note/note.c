#include "novi_activation.h"

NOVI_NOTE("or_activation", "1.0.0", "OrActivation");
