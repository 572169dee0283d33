using Microsoft.Playwright;

namespace MsLite.Browser.Tests;

/// <summary>What the browser itself says of things that moved although nobody touched them (the Layout Instability API), from the page's beginning on.</summary>
internal static class LayoutShifts
{
    private const string Record = """
        window.shifts = [];
        window.shiftObserver = new PerformanceObserver((list) => noteShifts(list.getEntries()));
        window.noteShifts = (entries) => entries.forEach((entry) => entry.sources.forEach((source) =>
          shifts.push({ time: entry.startTime, node: source.node, text: `${source.node?.nodeName} "${source.node?.textContent.trim().slice(0, 60)}" from ${JSON.stringify(source.previousRect)} to ${JSON.stringify(source.currentRect)}` })));
        shiftObserver.observe({ type: "layout-shift", buffered: true });
        """;

    // A shift is known once the picture with it has been drawn.
    private const string Read = """
        async ([selector, since]) => {
          await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve))));
          noteShifts(shiftObserver.takeRecords());
          return shifts.filter((shift) => shift.time >= since && (selector === "" || shift.node?.parentElement?.closest(selector))).map((shift) => shift.text);
        }
        """;

    /// <summary>For pages that are opened from now on.</summary>
    public static Task RecordAsync(IPage page) => page.AddInitScriptAsync(Record);

    /// <param name="within">A selector: only what moved within such an element; empty for all.</param>
    /// <param name="since">By the page's own clock, in milliseconds.</param>
    public static Task<string[]> ReadAsync(IPage page, string within = "", double since = 0) => page.EvaluateAsync<string[]>(Read, new object[] { within, since });
}
