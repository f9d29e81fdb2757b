import type { AnyRuleKind } from '../rule.ts'
import { correlation } from './correlation.ts'
import { iqrOutlier } from './iqr-outlier.ts'
import { madOutlier } from './mad-outlier.ts'
import { max } from './max.ts'
import { mean } from './mean.ts'
import { median } from './median.ts'
import { min } from './min.ts'
import { mostCommonInSet } from './most-common-in-set.ts'
import { patternOutlier } from './pattern-outlier.ts'
import { percentileOutlier } from './percentile-outlier.ts'
import { quantile } from './quantile.ts'
import { rareValue } from './rare-value.ts'
import { stdev } from './stdev.ts'
import { sum } from './sum.ts'
import { zScore } from './z-score.ts'

/** Rules of accuracy, in the order in which they are offered. */
export const accuracy: readonly AnyRuleKind[] = [
  zScore,
  iqrOutlier,
  madOutlier,
  percentileOutlier,
  rareValue,
  patternOutlier,
  mean,
  median,
  stdev,
  sum,
  min,
  max,
  quantile,
  correlation,
  mostCommonInSet,
]
