// Draws every [data-chart] from the JSON block it names, in the theme's colours; draws again when theme or width change.
(() => {
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--zx-${name}`).trim();
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  // Things that are counted have no halves.
  const step = (values) => (values.every((value) => value == null || Number.isInteger(value)) ? 1 : undefined);
  const shown = (value) => (value == null ? "—" : value.toLocaleString("zh-CN", { maximumFractionDigits: 4 }));

  const frame = () => ({
    animation: !still,
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
    grid: { left: 8, right: 24, top: 36, bottom: 8, containLabel: true },
    tooltip: {
      renderMode: "richText",
      confine: true,
      backgroundColor: colour("card"),
      borderColor: colour("line"),
      textStyle: { color: colour("ink") },
    },
  });
  const axis = (more) => ({
    axisLine: { lineStyle: { color: colour("line") } },
    axisTick: { show: false },
    axisLabel: { color: colour("soft") },
    splitLine: { lineStyle: { color: colour("line") } },
    ...more,
  });

  const course = (data) => {
    const last = data.points.length ? data.points[data.points.length - 1] : null;
    const ahead = last && data.ahead.length ? [[last[0], last[1], last[1], last[1]], ...data.ahead] : [];
    const line = { type: data.bars ? "bar" : "line", data: data.points, name: data.name, symbolSize: 5, showSymbol: data.points.length < 50, barMaxWidth: 36, z: 3, color: colour("blue"), lineStyle: { width: 2.5 } };
    const end = ahead.length ? ahead[ahead.length - 1][0] : null;
    if (data.goal != null) {
      line.markLine = { silent: true, symbol: "none", animation: false, lineStyle: { color: colour("seal"), type: "dashed", width: 1.5 }, label: { formatter: `目标 ${shown(data.goal)}`, position: "insideStartTop", color: colour("seal") }, data: [{ yAxis: data.goal }] };
    }
    const values = [...data.points.map((p) => p[1]), ...ahead.flatMap((p) => p.slice(1)), data.goal].filter((v) => v != null);
    return {
      ...frame(),
      xAxis: axis({ type: "time", splitLine: { show: false }, max: end, axisLabel: { color: colour("soft"), hideOverlap: true, formatter: { year: "{yyyy}", month: "{M}月", day: "{M}-{d}" } } }),
      yAxis: axis({ type: "value", name: data.unit, nameTextStyle: { color: colour("soft"), align: "left" }, scale: !data.bars, max: values.length ? undefined : 1 }),
      tooltip: { ...frame().tooltip, trigger: "axis", formatter: (items) => {
        const item = items.find((one) => one.seriesName === data.name) || items.find((one) => one.seriesName === "预测");
        if (!item) return "";
        const seen = ahead.find((one) => one[0] === item.value[0]);
        const range = item.seriesName === "预测" && seen ? `（${shown(seen[2])}—${shown(seen[3])}）` : "";
        return `${item.value[0]}\n${item.seriesName === "预测" ? "预测 " : ""}${shown(item.value[1])} ${data.unit}${range}`;
      } },
      series: [
        line,
        { type: "line", name: "预测", data: ahead.map((p) => [p[0], p[1]]), symbol: "none", color: colour("blue"), lineStyle: { type: "dotted", width: 2 }, z: 2 },
        { type: "line", name: "下限", stack: "band", data: ahead.map((p) => [p[0], p[2]]), symbol: "none", lineStyle: { opacity: 0 }, silent: true, z: 1 },
        { type: "line", name: "区间", stack: "band", data: ahead.map((p) => [p[0], p[3] - p[2]]), symbol: "none", lineStyle: { opacity: 0 }, areaStyle: { color: colour("blue"), opacity: 0.18 }, silent: true, z: 1 },
      ],
    };
  };

  const bars = (data) => ({
    ...frame(),
    grid: { left: 8, right: 56, top: 8, bottom: 8, containLabel: true },
    xAxis: axis({ type: "value", axisLabel: { show: false }, splitLine: { show: false } }),
    yAxis: axis({ type: "category", inverse: true, data: data.bars.map((bar) => bar[0]), axisLabel: { color: colour("ink"), width: Math.min(280, innerWidth * 0.4), overflow: "truncate", interval: 0 } }),
    tooltip: { ...frame().tooltip, formatter: (item) => `${item.name} ${shown(item.value)} ${data.unit}` },
    series: [{ type: "bar", data: data.bars.map((bar) => bar[1]), barMaxWidth: 22, color: colour("blue"), label: { show: true, position: "right", color: colour("ink"), formatter: (item) => shown(item.value) } }],
  });

  // Series as a report has them: categories, and for each series its name, values and role (unmet: not wholly known yet).
  const SHADES = ["blue", "seal", "good", "warn", "soft"];
  const DASHES = ["solid", "dashed", "dotted"];
  const SIGNS = ["circle", "rect", "triangle", "diamond", "emptyCircle"];
  const legend = (data) => (data.series.length < 2 ? {} : { legend: { type: "scroll", bottom: 0, data: data.series.map((one) => one.name), textStyle: { color: colour("ink") }, pageTextStyle: { color: colour("soft") }, pageIconColor: colour("blue"), pageIconInactiveColor: colour("line") } });
  const plot = (data) => ({ ...frame(), ...legend(data), grid: { ...frame().grid, bottom: data.series.length < 2 ? 8 : 34 } });
  const upright = (data) => ({
    xAxis: axis({ type: "category", data: data.categories, splitLine: { show: false }, axisLabel: { color: colour("soft"), hideOverlap: true } }),
    yAxis: axis({ type: "value", name: data.unit, minInterval: step(data.series.flatMap((one) => one.values)), nameTextStyle: { color: colour("soft"), align: "left" } }),
    tooltip: { ...frame().tooltip, trigger: "axis", formatter: (items) => [items[0].name, ...items.filter((item) => item.value != null).map((item) => `${item.seriesName} ${shown(item.value)} ${data.unit}`)].join("\n") },
  });
  const filled = (nth, role) => (role === "unmet" ? { color: colour("blue"), opacity: 0.28, borderColor: colour("blue"), borderType: "dashed", borderWidth: 1 } : { color: colour(SHADES[nth % SHADES.length]) });
  const standing = (data, stack) => ({
    ...plot(data),
    ...upright(data),
    series: data.series.map((one, nth) => ({ type: "bar", name: one.name, stack, data: one.values, barMaxWidth: 34, itemStyle: filled(nth, one.role) })),
  });
  const columns = (data) => standing(data, "one");
  const stacked = (data) => standing(data, "all");
  const lines = (data) => ({
    ...plot(data),
    ...upright(data),
    series: data.series.map((one, nth) => ({ type: "line", name: one.name, data: one.values, connectNulls: false, symbol: SIGNS[nth % SIGNS.length], symbolSize: 6, color: colour(SHADES[nth % SHADES.length]), lineStyle: { width: 2, type: DASHES[Math.floor(nth / SHADES.length) % DASHES.length] } })),
  });
  const matrix = (data) => {
    const cells = data.series.flatMap((one, y) => one.values.map((value, x) => [x, y, value == null ? "-" : value]));
    const most = Math.max(1, ...cells.map((cell) => cell[2]).filter((value) => value !== "-"));
    const roomy = innerWidth > 720;
    return {
      ...frame(),
      grid: { left: 8, right: 16, top: 8, bottom: 8, containLabel: true },
      xAxis: axis({ type: "category", data: data.categories, splitLine: { show: false }, axisLabel: { color: colour("soft"), rotate: roomy ? 0 : 60, hideOverlap: true } }),
      yAxis: axis({ type: "category", inverse: true, data: data.series.map((one) => one.name), axisLabel: { color: colour("ink"), interval: 0 } }),
      tooltip: { ...frame().tooltip, formatter: (item) => `${data.series[item.value[1]].name}，${data.categories[item.value[0]]}：${item.value[2] === "-" ? "不详" : `${shown(item.value[2])} ${data.unit}`}` },
      visualMap: { show: false, min: 0, max: most, inRange: { color: [colour("card"), colour("blue-soft"), colour("blue")] } },
      series: [{ type: "heatmap", data: cells, itemStyle: { borderColor: colour("line"), borderWidth: 1 }, label: { show: roomy, formatter: (item) => (item.value[2] > 0 ? shown(item.value[2]) : ""), color: colour("ink"), textBorderColor: colour("card"), textBorderWidth: 2 } }],
    };
  };

  const sorts = { course, bars, columns, stacked, lines, matrix };
  const draw = (box) => {
    const data = JSON.parse(document.getElementById(box.dataset.chart).textContent);
    if (box.dataset.rows && (data.sort === "bars" || data.sort === "matrix")) box.style.blockSize = `${Math.max(7, 2.5 + 1.75 * box.dataset.rows)}rem`;
    const chart = echarts.getInstanceByDom(box) || echarts.init(box, null, { renderer: "canvas" });
    chart.setOption(sorts[data.sort](data), true);
    return chart;
  };
  const begin = () => {
    const boxes = [...document.querySelectorAll("[data-chart]")];
    const watcher = new ResizeObserver((entries) => entries.forEach((entry) => {
      const chart = echarts.getInstanceByDom(entry.target);
      if (chart) chart.resize();
    }));
    boxes.forEach((box) => {
      draw(box);
      watcher.observe(box);
    });
    document.addEventListener("themechange", () => boxes.forEach(draw));
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin);
  else begin();
})();
