#include "novi_activation.h"

NOVI_NOTE("date_time_activation", "1.0.0", "DateTimeActivation");
