/** The page's style: readable in light, dark and print, with contrasts of WCAG 2.2 AA. */
export const STYLE = `
:root { color-scheme: light dark; --text: #1b1f24; --back: #fff; --soft: #57606a; --line: #d0d7de; --panel: #f6f8fa;
  --l1: #b7e3c4; --l2: #6cc68a; --l3: #2f9e5b; --l4: #12713c; --empty: #eef1f4; --missing: #c4202d; --warn: #f2b84b;
  --good: #12713c; --bad: #b3141f; }
@media (prefers-color-scheme: dark) {
  :root { --text: #e6edf3; --back: #0d1117; --soft: #9aa4af; --line: #30363d; --panel: #161b22;
    --l1: #123d24; --l2: #1c6b3b; --l3: #2f9e5b; --l4: #7fdca0; --empty: #1c2229; --missing: #d8323f; --warn: #f2b84b;
    --good: #7fdca0; --bad: #ff8b92; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 110rem; padding: 1.5rem; color: var(--text); background: var(--back);
  font: 15px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.4rem; margin: 0; }
h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; }
header p { color: var(--soft); margin: .25rem 0 1rem; }
.uri { font-family: ui-monospace, monospace; overflow-wrap: anywhere; }
.figures { display: flex; flex-wrap: wrap; gap: .75rem; margin: 0; }
.figures div { background: var(--panel); border: 1px solid var(--line); border-radius: 6px; padding: .5rem 1rem; }
.figures dt { color: var(--soft); font-size: .85rem; }
.figures dd { margin: 0; font-size: 1.3rem; font-variant-numeric: tabular-nums; }
.bad dd { color: var(--bad); font-weight: 600; }
.good dd, p.good { color: var(--good); font-weight: 600; }
.remark { border-left: 4px solid var(--warn); padding-left: .75rem; }
.scroll { overflow-x: auto; border: 1px solid var(--line); border-radius: 6px; }
.scroll:focus-visible { outline: 3px solid #3b82f6; outline-offset: 2px; }
table { border-collapse: separate; border-spacing: 0; }
th { font-weight: 500; text-align: left; white-space: nowrap; }
.gaps { width: 100%; }
.gaps th, .gaps td { padding: .3rem .75rem; border-bottom: 1px solid var(--line); }
.gaps thead th { color: var(--soft); }
.gaps tbody tr:last-child > * { border-bottom: 0; }
.gaps tbody th, .picture tbody th { font-family: ui-monospace, monospace; font-size: .85rem; }
.picture { font-size: .75rem; padding: .25rem; }
.picture thead th { color: var(--soft); text-align: center; padding: 0; }
.picture thead th[scope="colgroup"] { text-align: left; padding: 0 .25rem; border-left: 1px solid var(--line); }
.picture thead th:first-child[rowspan] { text-align: left; vertical-align: bottom; }
.picture tbody th, .picture thead th[rowspan] { position: sticky; left: 0; background: var(--back); padding: 0 .75rem 0 .5rem; }
.cell { display: inline-block; position: relative; width: 1.25rem; height: 1.25rem; border-radius: 3px; text-align: center;
  line-height: 1.25rem; font-weight: 700; vertical-align: middle; border: 1px solid var(--back); }
td.cell { display: table-cell; min-width: 1.25rem; }
.level-1 { background: var(--l1); } .level-2 { background: var(--l2); } .level-3 { background: var(--l3); }
.level-4 { background: var(--l4); }
.empty { background: var(--empty); color: var(--soft); }
.missing { background: var(--missing); color: #fff; }
.partial, .incomplete, .expired { background: var(--warn); color: #1b1f24; }
.before-creation { background: transparent; border: 1px dashed var(--line); }
.legend { list-style: none; display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; margin: 0 0 .75rem; padding: 0; }
.heard { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
@media print { .scroll { overflow: visible; border: 0; } .cell { print-color-adjust: exact; } }
`;
