/** The few kinds whose settings need a panel of their own, loaded when shown. */
export const panels = {
  'validate.rules': async () => ({ default: (await import('./validators/rules/Panel.tsx')).RulesPanel }),
}
