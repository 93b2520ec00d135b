/** The look of a report: dark text on white, one column, nothing that needs a network. */
export const style = `
:root{color-scheme:light;--text:#1f2630;--soft:#56606e;--line:#d9dee6;--shade:#f5f7fa;--link:#1d4f8f}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:#fff;color:var(--text);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif}
main,header{max-width:1040px;margin:0 auto;padding:0 24px}
header{padding-top:32px}
h1{font-size:1.9rem;line-height:1.2;margin:0 0 4px;overflow-wrap:anywhere}
h2{font-size:1.3rem;line-height:1.3;margin:48px 0 14px;padding-top:14px;border-top:1px solid var(--line)}
h3{font-size:1.02rem;margin:28px 0 8px}
p{margin:8px 0}
a{color:var(--link)}
.why{color:var(--soft);margin:0 0 20px;overflow-wrap:anywhere}
.verdict{display:flex;gap:16px;align-items:center;padding:16px 20px;border-radius:8px;border:1px solid;border-left-width:8px;margin:20px 0}
.verdict svg{flex:none}
.verdict strong{display:block;font-size:1.45rem;line-height:1.25}
.verdict span{display:block;overflow-wrap:anywhere}
.pass{background:#eef7f0;border-color:#2c7a47;color:#143d23}
.fail{background:#fcefed;border-color:#b3362b;color:#5c1710}
.incomplete{background:#fdf5e3;border-color:#a87400;color:#4d3600}
.none{background:var(--shade);border-color:#6b7480;color:var(--text)}
.simulated{padding:10px 16px;border:1px dashed #8a4fa3;border-radius:8px;background:#f8f3fb;color:#46205a}
dl{display:grid;grid-template-columns:repeat(auto-fit,minmax(146px,1fr));gap:12px 20px;margin:16px 0}
dt{color:var(--soft);font-size:.85rem}
dt,dd{overflow-wrap:anywhere}
dd{margin:0}
dl div{min-width:0}
.warn{color:#9c2a1f}
.sign{font-weight:600;color:#9c2a1f;white-space:nowrap}
.heed,.caution{padding:10px 16px;border:1px solid #a87400;border-radius:8px;background:#fdf5e3;color:#4d3600;overflow-wrap:anywhere}
.heed a{color:inherit}
.under{display:block;color:var(--soft);font-size:.88em;overflow-wrap:anywhere}
code{font-size:.92em;overflow-wrap:anywhere}
nav ul{list-style:none;display:flex;flex-wrap:wrap;gap:4px 20px;margin:20px 0 0;padding:0}
figure{margin:0 0 28px;min-width:0}
figcaption{font-weight:600;margin-bottom:4px;overflow-wrap:anywhere}
.grid{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,300px),1fr));gap:8px 28px;margin-top:24px}
figure svg{display:block;max-width:100%;height:auto}
.large figure svg{width:100%;max-width:900px}
figure svg.chart{width:100%}
.grid figure svg.chart{max-width:420px}
.legend svg{display:inline;vertical-align:middle}
svg.narrow{display:none}
.legend{list-style:none;display:flex;flex-wrap:wrap;gap:2px 20px;margin:6px 0;padding:0;font-size:.9rem}
.legend li{overflow-wrap:anywhere}
.facts,.remark{color:var(--soft);font-size:.88rem}
.scroll{overflow-x:auto;margin:10px 0}
.scroll:focus-visible,.cards:focus-visible,summary:focus-visible,a:focus-visible{outline:2px solid var(--link);outline-offset:2px}
table{border-collapse:collapse;width:100%;font-size:.9rem;font-variant-numeric:tabular-nums}
th,td{text-align:left;padding:6px 12px 6px 0;border-bottom:1px solid var(--line);vertical-align:top;overflow-wrap:break-word;max-width:32rem}
th{color:var(--soft);font-weight:600;vertical-align:bottom;border-bottom-width:2px}
th:last-child,td:last-child{padding-right:0}
.number{text-align:right;white-space:nowrap}
th.number{white-space:normal}
td,dd,pre,figcaption,li,h1{unicode-bidi:isolate}
.keep{white-space:nowrap}
.cards{margin:10px 0;overflow-x:auto}
nav a,summary,h2,h3,p{overflow-wrap:anywhere}
details{margin:10px 0}
summary{cursor:pointer;color:var(--link)}
details .scroll{max-height:26rem;overflow:auto}
details .scroll th{position:sticky;top:0;background:#fff}
pre{background:var(--shade);border:1px solid var(--line);border-radius:6px;padding:10px 14px;overflow-x:auto;font-size:.88rem;white-space:pre-wrap;overflow-wrap:anywhere}
.bar{display:inline-block;width:110px;height:9px;background:var(--line);border-radius:2px;margin-right:6px}
.bar span{display:block;height:100%;background:#4f7fb5;border-radius:2px}
footer{max-width:1040px;margin:48px auto 32px;padding:12px 24px 0;color:var(--soft);font-size:.85rem}
@media (max-width:600px){
body{font-size:15px}
main,header,footer{padding-left:16px;padding-right:16px}
header{padding-top:20px}
h1{font-size:1.5rem}
h2{margin-top:36px}
svg.wide{display:none}
.large figure>.scroll>svg{width:780px;max-width:none}
svg.narrow{display:block}
.verdict{padding:12px 14px;gap:12px}
dl{grid-template-columns:repeat(auto-fit,minmax(140px,1fr))}
.cards table,.cards tbody,.cards tr,.cards td{display:block}
.cards thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.cards tr{border-bottom:1px solid var(--line);padding:8px 0}
.cards td{display:flex;gap:12px;border:0;padding:1px 0;text-align:left;white-space:normal;max-width:none;overflow-wrap:anywhere}
.cards td::before{content:attr(data-label);flex:0 0 8.2em;min-width:0;color:var(--soft)}
.cards .keep{white-space:normal}
.cards td:empty{display:none}
}
@media print{
.large figure>.scroll>svg{max-width:165mm}
@page{margin:16mm 14mm}
body{font-size:9.5pt}
p{orphans:3;widows:3}
main,header,footer{max-width:none;padding:0}
*{-webkit-print-color-adjust:exact;print-color-adjust:exact}
nav,details:not([open]){display:none}
details>summary{display:none}
svg.wide{display:block}
svg.narrow{display:none}
.grid{grid-template-columns:repeat(2,1fr)}
.maps{grid-template-columns:repeat(3,1fr)}
section>p{break-after:avoid}
.scroll,details .scroll,.cards{overflow:visible;max-height:none}
table{font-size:8pt}
th,td{padding-right:6px}
.number,.keep{white-space:normal}
h2,h3,figcaption,thead{break-after:avoid}
figure,tr,.verdict,dl div{break-inside:avoid}
a{color:inherit;text-decoration:none}
}
`;
