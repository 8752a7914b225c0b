(async () => {
  const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "RGAAv4", "best-practice"];
  const report = await axe.run(document, { runOnly: { type: "tag", values: tags }, resultTypes: ["violations"] });
  return {
    rules: report.passes.length,
    found: report.violations.map((v) => `${v.id} (${v.impact}): ${v.nodes.map((n) => n.target.join(" ") + " — " + (n.any[0] || n.all[0] || n.none[0] || { message: "" }).message).join(" | ")}`),
  };
})()
