#include "novi_activation.h"

NOVI_NOTE("weighted_random_activation", "1.0.0", "WeightedRandomActivation");
