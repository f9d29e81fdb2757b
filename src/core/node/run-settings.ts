import { runPolicy } from '../flow/document.ts'
import { field, z } from './settings.ts'

const { retries, timeoutSeconds, onFailure } = runPolicy.shape

/** What a form shows of any node's `run`: the document's own schema, with words. */
export const runSettings = z.object({
  onFailure: field(onFailure, {
    label: 'When it fails',
    help: 'A failed run publishes nothing. Skipped, the node is left out, with all that needs its rows; empty, what follows goes on without rows. Both are told as warnings',
    widget: 'choice',
    labels: { fail: 'the run fails', skip: 'skip it', empty: 'go on without rows' },
    advanced: true,
  }),
  retries: field(retries, {
    label: 'Retries',
    help: 'How often it is tried again after a failure that may pass, as a file in use or its time limit; the waits between double from half a second to half a minute',
    widget: 'number',
    advanced: true,
  }),
  timeoutSeconds: field(timeoutSeconds, {
    label: 'Time limit',
    help: 'Seconds after which it is stopped, and fails; each retry has as many',
    widget: 'number',
    placeholder: 'none',
    advanced: true,
  }),
})
