/** The page's one style sheet: the editor's colours, light and dark as the reader's system is, and a layout for paper. */
export const style = `
:root {
  color-scheme: light dark;
  --page: #F5F6F7; --card: #FFFFFF; --sunken: #F1F3F4; --line: #E0E4E7; --line-2: #CBD1D7; --track: #E0E4E7;
  --fg-1: #171B20; --fg-2: #454E58; --fg-3: #5F6974; --accent: #1560B8; --plot: #8FA1B3;
  --clean: #B4BDC6;
  --info: #6E7B88; --info-fg: #4B5763; --info-tint: #E9EDF1;
  --warning: #BF7E00; --warning-fg: #7D4E00; --warning-tint: #FFF1CF;
  --error: #CF2F2A; --error-fg: #AB1F1B; --error-tint: #FDE5E3;
  --critical: #7C3FD1; --critical-fg: #6227B0; --critical-tint: #F0E6FD;
  --done: #23853F; --done-fg: #17692F; --done-tint: #E0F3E5;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --page: #141719; --card: #1A1D21; --sunken: #22262B; --line: #2A2F35; --line-2: #3A4149; --track: #2F353B;
    --fg-1: #E9ECEF; --fg-2: #B4BCC4; --fg-3: #929BA5; --accent: #7DB6FA; --plot: #64798E;
    --clean: #59636D;
    --info: #8794A1; --info-fg: #AAB6C1; --info-tint: #282F36;
    --warning: #DB9A1B; --warning-fg: #EBB84B; --warning-tint: #362A10;
    --error: #EE5A50; --error-fg: #FF9188; --error-tint: #421F1D;
    --critical: #A87BF5; --critical-fg: #CBAEFF; --critical-tint: #31244B;
    --done: #3DAE5F; --done-fg: #6CCB88; --done-tint: #17301F;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--fg-1); font: 13px/20px Inter, system-ui, sans-serif;
  font-variant-numeric: tabular-nums; -webkit-print-color-adjust: exact; print-color-adjust: exact; }
main { max-width: 1160px; margin: 0 auto; padding: 32px 24px 48px; }
h1, h2, h3, p, ul, dl, dd, figure { margin: 0; padding: 0; }
h1 { font-size: 26px; line-height: 32px; font-weight: 600; letter-spacing: -.01em; }
h2 { font-size: 16px; line-height: 24px; font-weight: 600; }
h3, .figures h2 { font-size: 13px; line-height: 20px; font-weight: 600; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
code, .code { font: 12px/16px "JetBrains Mono", ui-monospace, monospace; overflow-wrap: anywhere; }
svg { display: block; }
a { color: inherit; text-decoration-color: var(--line-2); text-underline-offset: 3px; }
.caption { color: var(--fg-3); font-size: 12px; line-height: 16px; }
.names { overflow-wrap: anywhere; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 7px; }
section { margin-top: 32px; }
section > h2 { margin-bottom: 12px; }
.kicker { display: flex; flex-wrap: wrap; gap: 4px 16px; margin-bottom: 12px; color: var(--fg-2); overflow-wrap: anywhere; }
.kicker strong { color: var(--fg-1); font-weight: 600; }
.verdict { display: flex; gap: 20px; padding: 24px; border-left-width: 4px; }
.verdict svg { flex: none; width: 32px; height: 32px; }
.verdict p { margin-top: 4px; font-size: 15px; line-height: 24px; color: var(--fg-2); overflow-wrap: anywhere; }
.verdict.good { border-left-color: var(--done); }
.verdict.warning { border-left-color: var(--warning); }
.verdict.bad, .verdict.stopped { border-left-color: var(--error); }
.verdict.stopped { background: var(--error-tint); }
.verdict.stopped h1 { color: var(--error-fg); font-size: 32px; line-height: 40px; text-transform: uppercase; letter-spacing: .01em; }
.figures { display: grid; grid-template-columns: repeat(3, minmax(0, 1fr)); gap: 16px; margin-top: 16px; }
.figures > .card { padding: 16px 20px 20px; }
.big { font-size: 32px; line-height: 40px; font-weight: 600; letter-spacing: -.02em; }
.bars { display: grid; grid-template-columns: auto minmax(0, 1fr) auto; gap: 6px 12px; align-items: center; margin-top: 12px; }
.bars dt { color: var(--fg-2); }
.bars dd:last-of-type, .right { text-align: right; }
.track { display: flex; gap: 1px; height: 8px; border-radius: 3px; background: var(--track); overflow: hidden; }
.track > i { display: block; min-width: 3px; background: var(--plot); }
.track > i.clean { background: var(--clean); }
.track > i.flagged, .track > i.warning { background: var(--warning); }
.track > i.rejected, .track > i.error { background: var(--error); }
.track > i.info { background: var(--info); }
.track > i.critical { background: var(--critical); }
.legend { display: grid; grid-template-columns: 14px 1fr auto auto; gap: 6px 10px; align-items: center; margin-top: 12px; }
.legend i { width: 10px; height: 10px; border-radius: 3px; }
.legend .clean { background: var(--clean); } .legend .flagged { background: var(--warning); } .legend .rejected { background: var(--error); }
.first li { display: grid; grid-template-columns: 16px minmax(0, 1fr) auto; gap: 12px; align-items: center; padding: 10px 16px; border-top: 1px solid var(--line); list-style: none; }
.first li:first-child { border-top: 0; }
.glyph { width: 14px; height: 14px; }
.info { color: var(--info-fg); } .warning { color: var(--warning-fg); } .error { color: var(--error-fg); } .critical { color: var(--critical-fg); }
.glyph.info { color: var(--info); } .glyph.warning { color: var(--warning); } .glyph.error { color: var(--error); } .glyph.critical { color: var(--critical); }
.glyph.good { color: var(--done); } .glyph.stopped { color: var(--error); } .glyph.none, .glyph.held { color: var(--fg-3); } .glyph.bad { color: var(--error); }
.chip { display: inline-block; padding: 0 6px; border-radius: 3px; font-size: 11px; line-height: 18px; white-space: nowrap; background: var(--sunken); color: var(--fg-2); }
.chip.info { background: var(--info-tint); color: var(--info-fg); }
.chip.warning, .chip.warned { background: var(--warning-tint); color: var(--warning-fg); }
.chip.error, .chip.stopped { background: var(--error-tint); color: var(--error-fg); }
.chip.critical { background: var(--critical-tint); color: var(--critical-fg); }
.chip.published { background: var(--done-tint); color: var(--done-fg); }
.validator { margin-top: 16px; }
.validator > header { display: flex; flex-wrap: wrap; gap: 4px 24px; align-items: baseline; padding: 14px 16px 12px; }
.validator > header h3 { font-size: 15px; overflow-wrap: anywhere; }
.validator > header .grow { flex: 1 1 auto; }
.validator > .track { margin: 0 16px 12px; }
.scroll { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; }
th { padding: 6px 12px; text-align: left; font-weight: 500; font-size: 11px; line-height: 16px; color: var(--fg-3); border-bottom: 1px solid var(--line-2); white-space: nowrap; }
td { padding: 8px 12px; vertical-align: top; border-top: 1px solid var(--line); }
tr:first-child > td { border-top: 0; }
th.right, td.right { text-align: right; white-space: nowrap; }
.rules { table-layout: fixed; min-width: 960px; }
.rules > * > tr > :first-child { padding-left: 16px; padding-right: 0; width: 32px; }
.rules > * > tr > td:first-child > svg { margin-top: 3px; }
.rules .says { font-weight: 500; overflow-wrap: anywhere; }
.rules .about { color: var(--fg-3); font-size: 12px; line-height: 16px; overflow-wrap: anywhere; }
.share { display: grid; grid-template-columns: 1fr 56px; gap: 8px; align-items: center; }
.share > span { text-align: right; white-space: nowrap; }
.rules > tbody > .samples > td:first-child { border-top: 0; width: auto; padding: 0 16px 14px 32px; }
summary { cursor: pointer; color: var(--fg-2); font-size: 12px; line-height: 20px; }
summary:hover { color: var(--fg-1); }
.rows { margin-top: 6px; border: 1px solid var(--line); border-radius: 5px; background: var(--card); }
.rows table { width: auto; min-width: 100%; }
.rows th { background: var(--sunken); font-family: "JetBrains Mono", ui-monospace, monospace; white-space: normal; }
.rows td { padding: 4px 12px; font-size: 12px; line-height: 16px; }
.rows td > div { white-space: pre-wrap; unicode-bidi: isolate; }
.rows th > div, .rows td > div { width: fit-content; max-width: 260px; overflow-wrap: break-word; }
.rows td.bad { background: var(--error-tint); color: var(--error-fg); box-shadow: inset 2px 0 var(--error); font-weight: 500; }
.rows tr.warning td.bad { background: var(--warning-tint); color: var(--warning-fg); box-shadow: inset 2px 0 var(--warning); }
.rows tr.info td.bad { background: var(--info-tint); color: var(--info-fg); box-shadow: inset 2px 0 var(--info); }
.rows tr.critical td.bad { background: var(--critical-tint); color: var(--critical-fg); box-shadow: inset 2px 0 var(--critical); }
.rows tr > td { color: var(--fg-1); }
.rows td.reason { min-width: 220px; overflow-wrap: anywhere; color: var(--fg-2); }
.null { font-style: italic; color: var(--fg-3); }
.more { padding: 10px 16px; border-top: 1px solid var(--line); }
.since { margin-top: 12px; }
.empty { padding: 16px; color: var(--fg-2); }
.charts { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 16px; }
.charts figure { padding: 16px 20px; }
.charts svg { width: 100%; height: auto; margin-top: 8px; overflow: visible; }
.axis { stroke: var(--line-2); stroke-width: 1; vector-effect: non-scaling-stroke; }
.label { fill: var(--fg-3); font-size: 11px; }
.curve { fill: none; stroke: var(--plot); stroke-width: 2; vector-effect: non-scaling-stroke; stroke-linejoin: round; }
.dot { fill: var(--plot); } .dot.now { fill: var(--accent); } .dot.stopped { fill: var(--error); } .dot.now.stopped, .bar.now.stopped { stroke: var(--accent); stroke-width: 2; }
.bar { fill: var(--plot); } .bar.now { fill: var(--accent); } .bar.stopped { fill: var(--error); }
.spark { width: 96px; height: 20px; }
.spark .curve { stroke-width: 1.5; }
.facts { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: 4px 16px; padding: 16px; font-size: 12px; }
.facts dt { color: var(--fg-3); } .facts dd { overflow-wrap: anywhere; }
footer { margin-top: 32px; color: var(--fg-3); font-size: 12px; }
@media (max-width: 860px) { .figures, .charts { grid-template-columns: minmax(0, 1fr); } main { padding: 16px 12px; } }
@media print {
  @page { size: A4; margin: 14mm 12mm; }
  :root { --page: #FFFFFF; }
  body { font-size: 10px; line-height: 15px; }
  main { max-width: none; padding: 0; }
  h1 { font-size: 20px; line-height: 26px; } .verdict.stopped h1 { font-size: 24px; line-height: 30px; }
  .verdict { padding: 14px 16px; } .verdict p { font-size: 12px; line-height: 18px; }
  .big { font-size: 24px; line-height: 30px; }
  section { margin-top: 20px; }
  .figures, .charts { gap: 8px; } .figures > .card, .charts figure { padding: 10px 12px; }
  .figures { grid-template-columns: repeat(3, minmax(0, 1fr)); } .charts { grid-template-columns: repeat(2, minmax(0, 1fr)); }
  .scroll { overflow: visible; }
  .rules { min-width: 0; } th, td { padding: 4px 6px; } th { font-size: 9px; white-space: normal; }
  .rules .about, .caption, .rows td, summary, .facts { font-size: 9px; line-height: 13px; } code { font-size: 9px; }
  .rows th, .rows td { padding: 2px 4px; } .rows th > div, .rows td > div { max-width: 112px; } .rows td.reason { min-width: 90px; }
  .spark { width: 64px; }
  h2, h3, .validator > header, thead { break-after: avoid; break-inside: avoid; }
  .verdict, .figures > .card, .charts figure, .first li, .rules > tbody > tr:not(.samples), .rows tr { break-inside: avoid; }
  details::details-content { content-visibility: visible; display: block; height: auto; }
  summary { list-style: none; }
}
`
