using System.Text;
using Microsoft.AspNetCore.Components;
using MsLite.Admin.Policy;
using MsLite.Filter.Policy;
using MsLite.Filter.Policy.Editing;

namespace MsLite.Admin.Components.Domains;

/// <summary>One entry of a list in full. When two people edit it at once, the second sees what the first did and keeps what they typed.</summary>
public sealed partial class EntryPanel
{
    private PolicyItem? _item;
    private PolicyBody _body = PolicyBody.Empty;

    [Parameter]
    [EditorRequired]
    public DomainView View { get; set; } = null!;

    [Parameter]
    [EditorRequired]
    public string Directory { get; set; } = "";

    [Parameter]
    [EditorRequired]
    public string Name { get; set; } = "";

    [Parameter]
    [EditorRequired]
    public string BaseUrl { get; set; } = "";

    [Parameter]
    public IReadOnlyList<(string Key, string Value)> Kept { get; set; } = [];

    /// <summary>What stands here refuses, so it may say its own words.</summary>
    [Parameter]
    public bool HasReply { get; set; }

    [Inject]
    private PolicyBrowser Browser { get; set; } = null!;

    [Inject]
    private PolicyEditor Editor { get; set; } = null!;

    private string Below => $"{Directory}/{Name}";

    private bool IsStale => View.Answer?.IsStale == true && View.IsRefused(PolicyDeed.Set, Below);

    /// <summary>A user who is accepted from everywhere.</summary>
    private bool CanBeRestricted => View.MayChange && Directory == "users/valid" && Name != "*" && _item is { IsDirectory: false };

    private string Text => _item is null ? "" : Encoding.UTF8.GetString(_item.Bytes.Span);

    private IReadOnlyList<(string What, string Command)> Commands => _item is { IsDirectory: true }
        ? [(T["only from an address"], TreeCommand.Touch(View.Root, View.PathOf($"{Below}/192.0.2.7"))), (T["remove"], TreeCommand.Remove(View.Root, View.PathOf(Below), isDirectory: true))]
        : [
            .. CanBeRestricted ? [(T["only from an address"].Value, TreeCommand.Restrict(View.Root, View.PathOf(Below), "192.0.2.7"))] : Array.Empty<(string, string)>(),
            (T["without lines"], TreeCommand.Touch(View.Root, View.PathOf(Below))),
            (T["with an end"], TreeCommand.Put(View.Root, View.PathOf(Below), new PolicyContent { Values = new Dictionary<string, string?> { ["until"] = "2026-12-31" } }, _item?.Bytes)),
            (T["remove"], TreeCommand.Remove(View.Root, View.PathOf(Below)))];

    protected override void OnParametersSet()
    {
        _item = Editor.TryParse(View.Name, Below.Split('/'), out var path, out _) ? Browser.Find(path) : null;
        _body = _item is { IsDirectory: false } ? PolicyBody.Parse(Text) : PolicyBody.Empty;
    }

    private string Field(string key, string? typed) => View.IsRefused(PolicyDeed.Set, Below) ? typed ?? "" : _body[key] ?? "";
}
