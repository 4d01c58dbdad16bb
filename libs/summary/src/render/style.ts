/**
 * The style of the page: light and dark on a screen, black on white on A4. Colours as the console's. It holds nothing
 * of a document, so that its digest can stand in the content policy.
 */
export const pageStyle = `
:root{color-scheme:light dark;--bg:#f6f7f9;--card:#fff;--ink:#14181f;--mute:#5b6472;--line:#e2e6ec;--rule:#c9d0da;--accent:#2f5fd0;--decide:#b42318;--look:#9a5b05;--steady:#2f5f3e;--unknown:#6b7482;--decide-soft:#fdecea;--look-soft:#fdf1e3;--steady-soft:#e7f4ec;--unknown-soft:#eef0f3}
@media (prefers-color-scheme:dark){:root{--bg:#0f1217;--card:#171b22;--ink:#e7ebf1;--mute:#98a2b3;--line:#272d37;--rule:#3a4250;--accent:#7fa4ff;--decide:#ff8a80;--look:#ffb066;--steady:#8fd0a6;--unknown:#98a2b3;--decide-soft:#3a1a18;--look-soft:#3a2613;--steady-soft:#16301f;--unknown-soft:#222833}}
*{box-sizing:border-box}
body{margin:0;background:var(--bg);color:var(--ink);font:14px/1.5 Inter,system-ui,-apple-system,"Segoe UI",sans-serif;font-variant-numeric:tabular-nums}
.paper{max-width:900px;margin:28px auto;padding:34px 40px 28px;background:var(--card);border:1px solid var(--line);border-radius:12px}
header p{margin:0;color:var(--mute);font-size:12.5px}
h1{margin:6px 0 18px;font-size:25px;line-height:1.25;letter-spacing:-.015em;text-wrap:balance}
h2{margin:0 0 6px;font-size:13.5px}
bdi{overflow-wrap:anywhere}
p{margin:0}
small,.mute{color:var(--mute);font-size:12px}
.preview{margin:0 0 16px;padding:7px 12px;border-radius:8px;background:var(--look-soft);color:var(--look);font-size:13px}
table{border-collapse:collapse;width:100%}
th{padding:0 12px 6px 0;text-align:left;color:var(--mute);font-size:12px;font-weight:500;border-bottom:1px solid var(--rule)}
td{padding:11px 12px 11px 0;vertical-align:top;border-bottom:1px solid var(--line)}
th:last-child,td:last-child{padding-right:0}
.number{text-align:right;white-space:nowrap}
td.who{width:23%}
td.name b{display:block}
.badge{display:inline-block;margin-top:3px;padding:0 7px;border-radius:5px;font-size:11.5px;font-weight:600;line-height:18px;white-space:nowrap}
.badge::before{content:"";display:inline-block;width:7px;height:7px;margin-right:6px;border-radius:50%;background:currentColor}
.decide{background:var(--decide-soft);color:var(--decide)}
.look{background:var(--look-soft);color:var(--look)}
.steady{background:var(--steady-soft);color:var(--steady)}
.unknown{background:var(--unknown-soft);color:var(--unknown)}
.sentence{font-weight:500}
tr.quiet .sentence{font-weight:400}
.figures{margin:3px 0 0;color:var(--mute);font-size:12.5px}
.figures b{color:var(--ink);font-weight:600}
ul{margin:3px 0 0;padding:0;list-style:none}
.trend{display:block;width:132px;height:34px;overflow:visible}
.trend+small{display:block;width:132px;overflow-wrap:anywhere}
.trend .level{fill:none;stroke:var(--ink);stroke-width:1.6;stroke-linejoin:round;stroke-linecap:round}
.trend .week{fill:var(--ink)}
.trend .usual{stroke:var(--mute);stroke-width:1;stroke-dasharray:3 3}
.trend .release{stroke:var(--accent);stroke-width:1}
.columns{display:grid;grid-template-columns:repeat(3,1fr);gap:26px;margin:22px 0 0}
.facts{margin:0}
.facts div{display:flex;justify-content:space-between;gap:10px;padding:3px 0;border-bottom:1px solid var(--line)}
.facts dt{color:var(--mute);font-size:13px}
.facts dd{margin:0;text-align:right;font-weight:600}
.lists{display:grid;grid-template-columns:1fr 1fr;gap:26px;margin:22px 0 0}
.lists li{padding:4px 0;border-bottom:1px solid var(--line);font-size:13px}
.bad{color:var(--decide)}
footer{margin:20px 0 0;color:var(--mute);font-size:11.5px}
@media screen and (max-width:700px){
.paper{margin:0;padding:18px 16px;border:0;border-radius:0}
h1{font-size:21px}
thead{display:none}
table,tbody{display:block}
tr{display:grid;grid-template-columns:1fr auto;gap:4px 12px;padding:12px 0;border-bottom:1px solid var(--line)}
td{display:block;padding:0;border:0}
td.who,td.what{grid-column:1/-1;width:auto}
td.name{display:flex;flex-wrap:wrap;gap:4px 10px;align-items:baseline}
td.attacks::before{content:"attacks that worked ";color:var(--mute);font-size:12px}
.columns,.lists{grid-template-columns:1fr;gap:18px}
}
@page{size:A4;margin:13mm 14mm}
@media print{
:root{color-scheme:light;--bg:#fff;--card:#fff;--ink:#000;--mute:#4a515c;--line:#d5dae1;--rule:#9aa3b0;--accent:#2f5fd0;--decide:#a01c12;--look:#84490a;--steady:#24523a;--unknown:#555d69;--decide-soft:#fdecea;--look-soft:#fdf1e3;--steady-soft:#e7f4ec;--unknown-soft:#eef0f3}
body{font-size:11px;print-color-adjust:exact;-webkit-print-color-adjust:exact}
.paper{max-width:none;margin:0;padding:0;border:0;border-radius:0}
h1{font-size:19px;margin:4px 0 12px}
h2{font-size:11.5px}
td{padding:6px 10px 6px 0}
th,small,.mute,.figures,.facts dt,.lists li{font-size:10px}
.lists li{margin-bottom:4px;padding-bottom:0;border-top:1px solid var(--line);border-bottom:0}
header p{font-size:10px}
.badge{font-size:9.5px;line-height:14px}
tr,li,.facts div{break-inside:avoid}
h2{break-after:avoid}
.columns,.lists{gap:18px;margin-top:14px}
.columns{break-inside:avoid}
footer{margin-top:12px;font-size:9px}
header p,td.name b,.sentence,.figures,.lists li,.columns li,.what li>bdi{display:-webkit-box;-webkit-box-orient:vertical;overflow:hidden}
header p{-webkit-line-clamp:1}
.figures,.lists li,.columns li{-webkit-line-clamp:2}
td.name b,.group .sentence,.what li>bdi{-webkit-line-clamp:3}
.sentence{-webkit-line-clamp:4}
a{color:inherit;text-decoration:none}
}
`;
