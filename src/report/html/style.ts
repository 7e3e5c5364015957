/** The style sheet of a report: light and dark, wide and narrow, on paper too. */

const LIGHT = `
--page:#fff;--ink:#1b1f24;--soft:#57606a;--rule:#d8dee4;--grid:#e8ecf0;--shade:#f6f8fa;
--main:#1565c0;--plan:#6e7781;--low:#4f94dc;--middle:#1f6fc4;--high:#0b3c7a;
--bad:#b42318;--home:#0f7b6c;--away:#a04a00;
--good:#116329;--goodbg:#dafbe1;--badbg:#ffebe9;--warn:#7d4e00;--warnbg:#fff8c5;
--band:#f3b03d38;--edge:#a86500;`
const DARK = `
--page:#0f1319;--ink:#e6edf3;--soft:#9aa5b1;--rule:#30363d;--grid:#222a33;--shade:#171c24;
--main:#58a6ff;--plan:#929daa;--low:#4286d8;--middle:#79b8ff;--high:#d2e6ff;
--bad:#ff8478;--home:#43c7b0;--away:#f0a35e;
--good:#56d364;--goodbg:#12261a;--badbg:#2d1517;--warn:#e3b341;--warnbg:#2b230d;
--band:#e3a03d30;--edge:#d29922;`

const TEXT = `
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--ink);
font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Liberation Sans",sans-serif}
main{max-width:1160px;margin:0 auto;padding:28px 20px 40px}
h1{font-size:28px;line-height:1.2;margin:0 0 12px;overflow-wrap:anywhere;letter-spacing:-.01em}
h2{font-size:19px;margin:0 0 10px}
h3{font-size:16px;margin:26px 0 6px}
h4{font-size:14px;margin:0 0 4px}
section{margin-top:38px}
p{margin:8px 0}
i{font-style:normal;color:var(--soft);font-weight:400}
code{font:13px/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace;
overflow-wrap:anywhere}
.hint,footer{color:var(--soft);font-size:13px;max-width:78ch}
footer{margin-top:44px;border-top:1px solid var(--rule);padding-top:12px}
.about{color:var(--soft)}
.verdict{display:inline-flex;flex-wrap:wrap;gap:2px 8px;margin:0;padding:7px 14px;border-radius:8px;
border:1px solid;overflow-wrap:anywhere}
.verdict .why{color:var(--ink)}
.passed{color:var(--good)}.failed{color:var(--bad)}.unknown{color:var(--warn)}
.verdict.passed{background:var(--goodbg)}.verdict.failed{background:var(--badbg)}
.verdict.unknown{background:var(--warnbg)}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(116px,1fr));margin:18px 0 0;
border:1px solid var(--rule);border-radius:8px;overflow:hidden}
.tiles div{box-shadow:1px 1px 0 var(--rule);padding:10px 12px}
.tiles dt{color:var(--soft);font-size:13px}
.tiles dd{margin:0;font-size:22px;line-height:1.3;font-variant-numeric:tabular-nums}
.tiles dd.hint{font-size:12px;line-height:1.35}
.notes{margin:14px 0 0;padding:10px 14px 10px 32px;border-left:3px solid var(--warn);
background:var(--warnbg)}
.origin summary{cursor:pointer}
.origin h2{display:inline}
.origin table{width:auto;margin:12px 0}
.origin td,.origin pre{overflow-wrap:anywhere}
pre{margin:0;padding:12px 14px;background:var(--shade);border:1px solid var(--rule);
border-radius:8px;white-space:pre-wrap;
font:13px/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace}
.wide{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:14px;font-variant-numeric:tabular-nums}
th,td{padding:6px 14px 6px 0;text-align:left;vertical-align:top;border-bottom:1px solid var(--rule)}
thead th,thead td{color:var(--soft);font-weight:500;font-size:13px;vertical-align:bottom}
tbody th,tfoot th{font-weight:500}
tfoot td,tfoot th{font-weight:600;border-bottom:0}
.n{text-align:right;white-space:nowrap}
th:last-child,td:last-child{padding-right:4px}
.outcome{white-space:nowrap;font-weight:600}
.pair{white-space:nowrap}
.number,.flag,.lanes b{display:inline-block;min-width:17px;padding:0 4px;border-radius:9px;
background:var(--edge);color:var(--page);font-size:11px;line-height:17px;font-weight:700;
text-align:center}
.matrix{width:auto}
.checks{width:auto;min-width:min(100%,760px)}
.checks summary{cursor:pointer}
tbody th{min-width:112px}
.matrix td,.matrix th{padding:6px 14px;border:1px solid var(--rule)}
.matrix .home{background:color-mix(in srgb,var(--home) calc(var(--share)*.38),transparent)}
.matrix .away{background:color-mix(in srgb,var(--away) calc(var(--share)*.6),transparent)}
.matrix .none{color:var(--soft)}
.matrix td .hint{font-size:12px;color:inherit}`

const PLOTS = `
figure{margin:0}
.plot{margin-top:18px}
.plot figcaption{display:flex;flex-wrap:wrap;gap:0 12px;align-items:baseline;font-size:14px}
.plot figcaption i{font-size:13px}
.keys{display:flex;flex-wrap:wrap;gap:0 14px;font-size:13px;margin-left:auto}
.key{display:inline-flex;align-items:center;gap:5px;white-space:nowrap}
.key svg{width:24px;height:8px}
.key output{font-variant-numeric:tabular-nums;font-weight:600}
.frame{display:grid;grid-template-columns:54px 1fr;grid-template-rows:132px 22px;
padding:6px 20px 0 0;font-size:12px;color:var(--soft);font-variant-numeric:tabular-nums}
.tall .frame{grid-template-rows:280px 22px}
.small .frame{grid-template-rows:84px 20px;grid-template-columns:50px 1fr;font-size:11px}
.pane,.ys,.xs{position:relative}
.pane{border-bottom:1px solid var(--soft)}
.pane svg{position:absolute;inset:0;width:100%;height:100%;overflow:visible}
.ys span{position:absolute;right:8px;transform:translateY(-50%);white-space:nowrap;line-height:1}
.xs{grid-column:2}
.xs span{position:absolute;top:4px;transform:translateX(-50%);white-space:nowrap}
.grid,.line,.edge{fill:none;vector-effect:non-scaling-stroke}
.grid{stroke:var(--grid);stroke-width:1}
.line{stroke-width:1.75;stroke-linejoin:round;stroke:var(--main)}
.line.plan{stroke:var(--plan);stroke-dasharray:5 3}
.line.low{stroke:var(--low);stroke-width:1.5;stroke-dasharray:1.5 2.5}
.line.middle{stroke:var(--middle);stroke-width:1.5;stroke-dasharray:7 3}
.line.high{stroke:var(--high);stroke-width:2}
.line.bad{stroke:var(--bad)}
.line.home{stroke:var(--home);stroke-dasharray:8 3 2 3}
.line.away{stroke:var(--away)}
.tall .line.away{stroke-dasharray:2 2}
.line.limit{stroke:var(--warn);stroke-width:1.25;stroke-dasharray:2 4}
.line.limit.failed{stroke:var(--bad)}
.limits span{position:absolute;right:2px;transform:translateY(-100%);padding:0 3px;line-height:15px;
background:var(--page);color:var(--warn);font-size:11px;white-space:nowrap;max-width:100%;
overflow:hidden;text-overflow:ellipsis}
.limits .below{transform:none}
.limits .failed{color:var(--bad);font-weight:600}
.band{fill:var(--band)}
.edge{stroke:var(--edge);stroke-width:1}
.flag{position:absolute;top:0;transform:translateX(1px)}
.small .flag{font-size:10px;line-height:14px;min-width:14px}
.cursor{display:none;position:absolute;top:0;bottom:0;width:1px;background:var(--ink);
pointer-events:none}
.cursor b{position:absolute;top:100%;left:0;padding:2px 5px;border-radius:3px;line-height:16px;
background:var(--ink);color:var(--page);white-space:nowrap;z-index:1}
.pane:focus-visible{outline:2px solid var(--main);outline-offset:2px}
.percentiles{margin-top:14px}
.percentiles tbody tr:not(:first-child) th{padding-left:14px;color:var(--soft)}
.percentiles tbody tr:not(:last-child)>*{border-bottom-color:var(--grid)}
.lanes{list-style:none;margin:12px 0 0;padding:0 20px 0 54px}
.lanes li{position:relative;display:flex;height:24px}
.lanes .before{min-width:0;flex-shrink:1}
.lanes .bar{position:absolute;top:0;bottom:3px;background:var(--band);
border-left:2px solid var(--edge)}
.lanes .words{position:relative;padding:1px 5px;font-size:13px;line-height:19px;flex:0 0 auto;
white-space:nowrap;max-width:100%;overflow:hidden;text-overflow:ellipsis}
.cells{display:grid;grid-template-columns:repeat(auto-fit,minmax(250px,1fr));gap:0 18px}
.row{margin-top:16px;border-top:1px solid var(--rule);padding-top:10px}
.small{margin-top:4px}
.small figcaption{font-size:12px}.small figcaption b{font-weight:500}.small .keys{font-size:11px}
.small .frame{padding-right:14px}`

const TASKS = `
.tasks{display:grid;
grid-template-columns:repeat(auto-fill,minmax(min(340px,100%),1fr));gap:26px 28px}
.task figcaption{font-size:15px}
.sequence{display:block;width:100%;max-width:520px;margin-top:6px;font-size:10px}
.sequence text{fill:var(--ink)}
.life{text-anchor:middle;font-weight:600;font-size:9.5px}
.lifeline{stroke:var(--rule);stroke-width:1.5}
.arrow,.head{stroke:var(--main);fill:none;stroke-width:1.4}
.arrow.lost{stroke:var(--bad);stroke-dasharray:4 3}
.arrow.lost+.head{stroke:var(--bad)}
.sequence .when{fill:var(--soft);text-anchor:end;font-variant-numeric:tabular-nums}
.sequence .socket{fill:var(--soft);text-anchor:middle;font-size:9px;paint-order:stroke;
stroke:var(--page);stroke-width:3px}
.sequence .spent{font-weight:600;paint-order:stroke;stroke:var(--page);stroke-width:3px}
.sequence .socket.long{fill:var(--edge);font-weight:700}
.pause{fill:var(--edge)}
@media(max-width:640px){main{padding:18px 14px 30px}.frame{padding-right:16px}
.lanes{padding-right:16px}.keys{margin-left:0}h1{font-size:23px}.plot figcaption i{display:none}
.xs span:nth-child(even){display:none}.tall .xs span{display:inline}}
@media(min-width:641px){.when{white-space:nowrap}}
@media print{main{max-width:none}section{break-inside:auto}figure,tr{break-inside:avoid}
.wide{overflow:visible}*{print-color-adjust:exact}}`

export const STYLE = `:root{color-scheme:light dark;${LIGHT}}
@media(prefers-color-scheme:dark){:root{${DARK}}}${TEXT}${PLOTS}${TASKS}
`
