using Microsoft.AspNetCore.Components;
using MsLite.Filter.Checks;
using MsLite.Filter.Policy;
using MsLite.Filter.Policy.Editing;

namespace MsLite.Admin.Components.Domains;

/// <summary>The checks of a domain as switches: what each does, how it stands, what it caught in seven days.</summary>
public sealed partial class ChecksSection
{
    private IReadOnlyList<CheckSwitch> _checks = [];
    private SwitchState _all;

    [Parameter]
    [EditorRequired]
    public DomainView View { get; set; } = null!;

    [Inject]
    private CheckSwitches Switches { get; set; } = null!;

    [Inject]
    private SrvTree Tree { get; set; } = null!;

    [Inject]
    private PolicyBrowser Browser { get; set; } = null!;

    [Inject]
    private PolicyEditor Editor { get; set; } = null!;

    internal static string Word(SwitchState state) => state switch
    {
        SwitchState.Shadow => "shadow",
        SwitchState.Enforced => "on",
        _ => "off",
    };

    protected override void OnParametersSet()
    {
        if (Tree.FindDomain(View.Name) is { } policy)
        {
            _checks = Switches.Of(policy);
            _all = CheckSwitches.AllOf(policy);
        }
    }

    private string Below(CheckSwitch check) => check.Path[(View.Name.Length + 1)..];

    private PolicyItem? Item(string below) => Editor.TryParse(View.Name, below.Split('/'), out var path, out _) ? Browser.Find(path) : null;

    private string ETagOf(string below) => Item(below)?.ETag ?? "none";

    private IReadOnlyList<SwitchChoice> States(bool isByAll = false) =>
    [
        new("off", T["Off"], isByAll ? T["checks/all switches it on"] : T["It is not asked"], Off: isByAll),
        new("shadow", T["Shadow"], T["It looks and is counted, and refuses nobody"]),
        new("on", T["Enforced"], T["It refuses"]),
    ];

    private string Caught(CheckSwitch check)
    {
        if (View.Week is not { } week)
        {
            return "…";
        }

        var caught = week.CatchOf(check.Check.Name);
        var parts = new List<string>();
        if (caught.Refused > 0)
        {
            parts.Add(T["refused {0}", caught.Refused.ToString("N0", System.Globalization.CultureInfo.InvariantCulture)]);
        }

        if (caught.Deferred > 0)
        {
            parts.Add(T["deferred {0}", caught.Deferred.ToString("N0", System.Globalization.CultureInfo.InvariantCulture)]);
        }

        if (caught.InShadow > 0)
        {
            var number = caught.InShadow.ToString("N0", System.Globalization.CultureInfo.InvariantCulture);
            parts.Add(week.CountedIn is { } counted ? T["would have refused {0} of the newest {1} messages", number, counted] : T["would have refused {0}", number]);
        }

        return parts.Count > 0 ? T["7 days: {0}", string.Join(", ", parts)]
            : check.Effective == SwitchState.Off ? T["Off: nobody knows what it would catch. In shadow it is counted."]
            : T["7 days: caught nothing"];
    }

    private IReadOnlyList<(string What, string Command)> CommandsOf(string below)
    {
        var (path, present) = (View.PathOf(below), Item(below)?.Bytes);
        return [
            (T["off"], TreeCommand.Remove(View.Root, path)),
            (T["shadow"], TreeCommand.Put(View.Root, path, new PolicyContent { Values = new Dictionary<string, string?> { ["mode"] = "shadow" } }, present)),
            (T["enforced"], present is null ? TreeCommand.Touch(View.Root, path) : TreeCommand.Put(View.Root, path, new PolicyContent { Values = new Dictionary<string, string?> { ["mode"] = null } }, present))];
    }
}
