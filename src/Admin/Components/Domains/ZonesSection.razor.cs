using System.Text;
using Microsoft.AspNetCore.Components;
using MsLite.Admin.Policy;
using MsLite.Filter.Blocklists;
using MsLite.Filter.Checks;
using MsLite.Filter.Checkups;
using MsLite.Filter.Policy;
using MsLite.Filter.Policy.Editing;

namespace MsLite.Admin.Components.Domains;

/// <summary>The DNS blocklists that a domain asks, and whether they can be believed.</summary>
[StreamRendering]
public sealed partial class ZonesSection
{
    // Whoever has no resolver waits no longer for the page's end.
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(8);

    private readonly Dictionary<string, CheckupFinding> _health = [];
    private PolicyItem? _item;
    private string _text = "";
    private SwitchState _state;
    private IReadOnlyList<Zone> _zones = [];

    [Parameter]
    [EditorRequired]
    public DomainView View { get; set; } = null!;

    [Inject]
    private PolicyBrowser Browser { get; set; } = null!;

    [Inject]
    private PolicyEditor Editor { get; set; } = null!;

    [Inject]
    private SrvTree Tree { get; set; } = null!;

    [Inject]
    private ZoneConditions Conditions { get; set; } = null!;

    [Inject]
    private TimeProvider Clock { get; set; } = null!;

    private bool IsStale => View.Answer?.IsStale == true && View.IsRefused(PolicyDeed.Write, "zones");

    private string Typed => View.IsRefused(PolicyDeed.Write, "zones") ? View.Typed.Text ?? "" : _text;

    private IReadOnlyList<(string What, string Command)> Commands =>
    [
        (T["ask a list"], TreeCommand.Write(View.Root, View.PathOf("zones"), "zen.spamhaus.org\n"u8)),
        (T["ask none"], TreeCommand.Remove(View.Root, View.PathOf("zones"))),
    ];

    protected override async Task OnParametersSetAsync()
    {
        _item = Editor.TryParse(View.Name, ["zones"], out var path, out _) ? Browser.Find(path) : null;
        _text = _item is { IsDirectory: false } ? Encoding.UTF8.GetString(_item.Bytes.Span) : "";
        _state = Tree.FindDomain(View.Name) is { } policy ? CheckSwitches.ZonesOf(policy) : SwitchState.Off;
        _zones = ZoneList.Parse(_text);
        using var late = new CancellationTokenSource(s_limit, Clock);
        await foreach (var asked in Task.WhenEach(_zones.Where(zone => !_health.ContainsKey(zone.Name)).Select(zone => AskAsync(zone.Name, late.Token))))
        {
            var (name, finding) = await asked;
            _health[name] = finding;
            StateHasChanged();
        }
    }

    private async Task<(string Name, CheckupFinding Finding)> AskAsync(string zone, CancellationToken ct)
    {
        try
        {
            return (zone, await Conditions.OfAsync(zone, ct));
        }
        catch (OperationCanceledException)
        {
            return (zone, CheckupFinding.Look(zone, T["It has not answered yet."], T["Look again in a while."]));
        }
    }
}
