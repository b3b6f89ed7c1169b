/** Inspection levels of GB/T 2828.1: general I, II, III; S-1 to S-4 for small samples. */
export const inspectionLevels = ['S-1', 'S-2', 'S-3', 'S-4', 'I', 'II', 'III'] as const;

/** Acceptance quality limits in percent nonconforming that a standard of the firm may ask for, as GB/T 2828.1 writes them. */
export const qualityLimits = ['0.10', '0.15', '0.25', '0.40', '0.65', '1.0', '1.5', '2.5', '4.0', '6.5', '10'] as const;
