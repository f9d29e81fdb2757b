/** The few kinds whose settings need a panel of their own, loaded when shown. */
export const panels = {
  'validate.gate': async () => ({ default: (await import('./validators/gate/Panel.tsx')).GateLimitsPanel }),
  'validate.rules': async () => ({ default: (await import('./validators/rules/Panel.tsx')).RulesPanel }),
}
