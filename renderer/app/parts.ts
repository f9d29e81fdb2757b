import { later } from '../ui/Later.tsx'

/** What a flow is worked on with: the start page does without. */
export const workbench = later(async () => (await import('./Workbench.tsx')).Workbench)
export const inspector = later(async () => (await import('../inspector/Inspector.tsx')).Inspector)
export const dock = later(async () => (await import('../dock/Dock.tsx')).Dock)

/** Fetches the parts once the window has painted, so that opening a flow waits for none of them. */
export const loadAhead = (): void => {
  void Promise.allSettled([workbench.ahead(), inspector.ahead(), dock.ahead()])
}
