-- Flags to try Novi with: the ones that the README uses.

INSERT INTO flags (id, name, status) VALUES
  (1, 'Date and Random Activated Feature', 1),
  (2, 'Random Variant Feature', 1),
  (3, 'Combo AND', 1),
  (4, 'Combo OR', 1),
  (5, 'Date Activated Feature', 1),
  (6, 'banner_ad', 1),
  (7, '50% discount', 0),
  (8, 'new-checkout', 1);

INSERT INTO activations (id, name, class_name, config) VALUES
  (1, 'Date Activated',
   'novi_activations.standard.date_time_activation.DateTimeActivation',
   '{"startDateTime":"11/26/2023 12:00 AM","endDateTime":"11/28/2023 12:00 AM","format": "%m/%d/%Y %I:%M %p"}'),
  (2, 'Random Split Activated',
   'novi_activations.standard.weighted_random_activation.WeightedRandomActivation',
   '{"splits":[100, 0, 0], "variations":["A", "B", "C"]}'),
  (3, 'Combo AND Activation', 'novi.client.activations.and_activation.AndActivation', '[1,2]'),
  (4, 'Combo OR Activation', 'novi.client.activations.or_activation.OrActivation', '[1,2]'),
  (5, 'Three checkouts',
   'novi_activations.standard.weighted_random_activation.WeightedRandomActivation',
   '{"splits":[50, 30, 20], "variations":["classic", "one-page", "express"], "assign": true}');

INSERT INTO flags_activations (flag_id, activation_id) VALUES
  (1, 1), (1, 2), (2, 2), (3, 3), (4, 4), (5, 1), (8, 5);
