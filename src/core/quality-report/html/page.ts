import { html, trusted } from '../markup.ts'
import type { QualityDocument } from '../types.ts'
import { verdictOf } from '../verdict.ts'
import { gateSection } from './gates.ts'
import { glyphSheet } from './glyphs.ts'
import { problemSection, runSection, sinkSection } from './outcome.ts'
import { style } from './style.ts'
import { summary } from './summary.ts'
import { trendSection } from './trend.ts'
import { firstSection, validatorSection } from './validators.ts'

/** One file that needs nothing else: no script, no font, no picture from elsewhere. */
export const toHtml = (document: QualityDocument): string =>
  html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${document.flow.name}: ${verdictOf(document).headline}</title>
<style>${trusted(style)}</style></head>
<body>${glyphSheet}<main>${summary(document)}${trendSection(document)}${firstSection(document)}${validatorSection(document)}${gateSection(document)}${sinkSection(document)}${problemSection(document)}${runSection(document)}
<footer>Score: per dimension the share of rows without a flag of warning or worse, their mean for a validator, and the mean of validators weighted by rows. The rows shown break a rule; they are data of the flow, and this file should be kept like them.</footer>
</main></body></html>
`.text
