using System.Text;
using Microsoft.AspNetCore.Components;
using MsLite.Admin.Policy;
using MsLite.Filter;
using MsLite.Filter.Checkups;
using MsLite.Filter.Policy;
using MsLite.Filter.Policy.Editing;

namespace MsLite.Admin.Components.Domains;

/// <summary>Where a domain's mail goes, tried out on demand, and how long what was refused is kept.</summary>
[StreamRendering]
public sealed partial class DeliverySection
{
    private PolicyItem? _item;
    private PolicyItem? _keep;
    private string _text = "";
    private string? _tried;
    private IReadOnlyList<CheckupFinding>? _trial;

    [Parameter]
    [EditorRequired]
    public DomainView View { get; set; } = null!;

    [Inject]
    private MsLiteOptions Options { get; set; } = null!;

    [Inject]
    private PolicyBrowser Browser { get; set; } = null!;

    [Inject]
    private PolicyEditor Editor { get; set; } = null!;

    [Inject]
    private DomainTrial Trial { get; set; } = null!;

    private bool IsTest => View.Typed.Do == PolicyDeed.Test && View.MayChange;

    private string Tested => View.Typed.Text?.Trim() is { Length: > 0 } typed ? typed : Options.Delivery;

    private string Typed => IsTest || View.IsRefused(PolicyDeed.Write, "delivery") ? View.Typed.Text ?? "" : _text.Trim();

    private PolicyBody Keep => _keep is { IsDirectory: false } ? PolicyBody.Parse(Encoding.UTF8.GetString(_keep.Bytes.Span)) : PolicyBody.Empty;

    private string KeepText => _keep is null ? T["The default holds: {0} days.", Options.Quarantine.Days] : T["Older mail goes by itself; with a limit in megabytes the oldest goes first."];

    private IReadOnlyList<(string What, string Command)> HopCommands =>
    [
        (T["set"], TreeCommand.Write(View.Root, View.PathOf("delivery"), Encoding.UTF8.GetBytes((Typed.Length > 0 ? Typed : "smtp://192.0.2.9:25") + "\n"))),
        (T["take the default"], TreeCommand.Remove(View.Root, View.PathOf("delivery"))),
    ];

    private IReadOnlyList<(string What, string Command)> KeepCommands =>
    [
        (T["keep 90 days"], TreeCommand.Put(View.Root, View.PathOf("quarantine"), new PolicyContent { Values = new Dictionary<string, string?> { ["days"] = "90" } }, _keep?.Bytes)),
        (T["take the default"], TreeCommand.Remove(View.Root, View.PathOf("quarantine"))),
    ];

    protected override async Task OnParametersSetAsync()
    {
        _item = Find("delivery");
        _keep = Find("quarantine");
        _text = _item is { IsDirectory: false } ? Encoding.UTF8.GetString(_item.Bytes.Span) : "";
        if (IsTest && _tried != Tested)
        {
            _tried = Tested;
            _trial = await Trial.RunAsync(View.Name, Tested, View.Caller.ChangesEverything, CancellationToken.None);
        }
    }

    private PolicyItem? Find(string below) => Editor.TryParse(View.Name, [below], out var path, out _) ? Browser.Find(path) : null;

    private string Limit(string key, string? typed) => View.IsRefused(PolicyDeed.Limits, "quarantine") ? typed ?? "" : Keep[key] ?? "";
}
