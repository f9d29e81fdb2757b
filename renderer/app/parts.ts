import { later } from '../ui/Later.tsx'

/** What a flow is worked on with: the start page does without. */
export const workbench = later(async () => (await import('./Workbench.tsx')).Workbench)
export const inspector = later(async () => (await import('../inspector/Inspector.tsx')).Inspector)
export const dock = later(async () => (await import('../dock/Dock.tsx')).Dock)
export const commandPalette = later(async () => (await import('./CommandPalette.tsx')).default)

/** Fetches the parts once the window has painted, so that opening a flow waits for none of them, and no key that is pressed for one is lost. */
export const loadAhead = (): void => {
  void Promise.allSettled([workbench.ahead(), inspector.ahead(), dock.ahead(), commandPalette.ahead()])
}
