// A scenario's runs beside the same model in squiggle-lang, vectorised over its sample sets, in one go.
//
//     npm install @quri/squiggle-lang
//     node tests/bench/squiggle.mjs
//
// The scenario is that of `scenario.py`. Squiggle gets what decides its cost: draws, hours, reach, events avoided and money by
// cluster, programme and year; pots, kinds of worth and the sums over clusters are left out for it.
import { execFileSync } from "node:child_process";
import { run } from "@quri/squiggle-lang";

const cargo = ["build", "--quiet", "--profile", "bench", "--no-default-features", "--features", "worker", "--example", "kernels"];
execFileSync("cargo", cargo, { stdio: "inherit" });
const kernels = "target/release/examples/kernels";
const scenario = JSON.parse(execFileSync(kernels, ["scenario"], { maxBuffer: 1e9 }));
const ours = JSON.parse(execFileSync(kernels, ["5"], { maxBuffer: 1e9 }));

const EVENTS = ["requests", "permanent_exclusions", "days_lost"];
const lines = ["atMost1(v) = SampleSet.map(v, {|x| if x < 1 then x else 1})"];
let names = 0;
const put = (text) => {
  names += 1;
  lines.push(`v${names} = ${text}`);
  return `v${names}`;
};
const sum = (terms) => (terms.length ? terms.join(" + ") : "0");

function draw({ range }) {
  const { shape, low, high, likely, value, count, of } = range;
  const made = {
    fixed: () => `${value}`,
    uniform: () => `SampleSet.fromDist(uniform(${low}, ${high}))`,
    triangular: () => `SampleSet.fromDist(triangular(${low}, ${likely}, ${high}))`,
    pert: () => `SampleSet.fromDist(PERT.make(${low}, ${likely}, ${high}))`,
    normal: () => `SampleSet.fromDist(normal({p5: ${low}, p95: ${high}}))`,
    lognormal: () => `SampleSet.fromDist(lognormal({p5: ${low}, p95: ${high}}))`,
    seen: () => `SampleSet.fromDist(beta(${count + 0.5}, ${of - count + 0.5}))`,
  };
  return put(made[shape]());
}

const years = [...Array(scenario.years).keys()];
const groups = new Map(scenario.plan.map((plan) => [`${plan.programme} ${plan.cluster}`, plan.by_year]));
const planned = (k, c, t) => groups.get(`${k.id} ${c.id}`)?.[t] ?? 0;
const trend = Object.fromEntries(EVENTS.map((m) => [m, draw(scenario.trend[m])]));
const [hour, specialists, inflation, bias] =
  ["staff_hour", "specialist_hours", "inflation", "optimism_bias"].map((name) => draw(scenario[name]));
const dearer = put(`1 + ${bias} * ${1 - scenario.mitigated}`);
const own = new Map(scenario.programmes.map((k) => {
  const drawn = {};
  for (const name of ["staff_hours", "specialist_hours", "taken", "completed", "prevalence", "diminishing", "fade", "progress"]) {
    drawn[name] = draw(k[name]);
  }
  for (const [name, cost] of Object.entries(k.costs)) drawn[name] = draw(cost);
  for (const m of EVENTS) drawn[m] = put(`${draw(k.share_of_events[m])} * ${draw(k.effect[m])}`);
  return [k.id, drawn];
}));
const shareOf = (there, needed) => put(`atMost1(${there} / (${sum(needed)} + 1e-9))`);
const wanted = years.map((t) => shareOf(specialists, scenario.programmes.flatMap((k) =>
  scenario.clusters.map((c) => `${planned(k, c, t)} * ${own.get(k.id).specialist_hours}`))));
const costs = [];
const avoided = [];
for (const c of scenario.clusters) {
  const hours = draw(c.senco_hours);
  const sencos = years.map((t) =>
    shareOf(hours, scenario.programmes.map((k) => `${planned(k, c, t)} * ${own.get(k.id).staff_hours}`)));
  const left = new Map();
  for (const k of scenario.programmes) {
    const d = own.get(k.id);
    const served = c.phases.filter((p) => k.phases.includes(p.phase));
    const pupils = served.reduce((all, p) => all + p.pupils, 0);
    let stays = "0";
    const reached = [];
    for (const t of years) {
      const runs = put(`${planned(k, c, t)} * ${sencos[t]} * ${wanted[t]}`);
      const filled = put(`${runs} * ${k.places} * ${d.taken}`);
      const done = put(`${filled} * ${d.completed}`);
      const x = put(`atMost1(${done} / (${pupils} * ${d.prevalence}))`);
      reached.push(put(`${x} * (1 + ${d.diminishing}) / (1 + ${d.diminishing} * ${x})`));
      stays = put(`atMost1(${stays} * (1 - ${d.fade}) + ${t >= k.delay ? reached[t - k.delay] : "0"} + 1e-12 * ${d.fade})`);
      for (const p of served) {
        for (const m of EVENTS) {
          const key = `${p.phase} ${m} ${t}`;
          left.set(key, put(`${left.get(key) ?? "1"} * (1 - ${d[m]} * ${stays})`));
        }
      }
      costs.push(put(
        `(${d.fixed} + ${d.per_group} * ${runs} + ${d.per_place} * ${filled} + ${d.per_hour} * ${runs} * ${d.specialist_hours}` +
        ` + ${runs} * ${d.staff_hours} * ${hour}) * (1 + ${inflation}) ^ ${t} * ${dearer}`));
    }
  }
  for (const p of c.phases) {
    for (const m of EVENTS) {
      const start = draw(p.events[m]);
      for (const t of years) avoided.push(put(`${start} * ${trend[m]} ^ ${t} * (1 - ${left.get(`${p.phase} ${m} ${t}`) ?? "1"})`));
    }
  }
}
put(`[mean(${sum(costs)}), mean(${sum(avoided)})]`);
const code = lines.join("\n");

console.log("| work | ours, native | squiggle-lang | ratio |\n| --- | --- | --- | --- |");
const samples = 1_000;
const start = performance.now();
const { result } = await run(code, { environment: { sampleCount: samples, xyPointLength: 1_000, profile: false } });
const theirs = performance.now() - start;
if (!result.ok) throw new Error(String(result.value));
const mine = ours["scenario, 1,000 runs"];
console.log(`| scenario, 1,000 runs | ${mine.toFixed(1)} | ${theirs.toFixed(0)} | ${(theirs / mine).toFixed(0)} |`);
