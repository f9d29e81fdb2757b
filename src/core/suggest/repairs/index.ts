import type { Evidence, RepairCandidate } from '../types.ts'
import { invisible, normalForm, trim, unseen } from './clean.ts'
import { dates } from './dates.ts'
import { letterCase } from './letter-case.ts'
import { missing } from './missing.ts'
import { numbers } from './numbers.ts'
import type { Mender } from './propose.ts'
import { spellings } from './spellings.ts'

const menders: readonly Mender[] = [trim, unseen, invisible, normalForm, missing, dates, numbers, letterCase, spellings]

/** Every repair that may be meant by what is known of the rows. */
export const proposeRepairs = (evidence: Evidence): readonly RepairCandidate[] =>
  evidence.profile.columns.flatMap(column => {
    const texts = evidence.texts.get(column.name)
    return texts === undefined ? [] : menders.flatMap(mend => mend(column, texts, evidence))
  })
