using System.Text;
using MsLite.Filter.Policy;
using MsLite.Filter.Policy.Editing;

namespace MsLite.Admin.Components.Domains;

/// <summary>Who gets mail at a domain: everybody or the listed, the valid ones, those never accepted.</summary>
public sealed partial class RecipientsSection
{
    private PolicyItem? _everybody;

    private bool IsInvalid => List == "invalid";

    private string Directory => IsInvalid ? "users/invalid" : "users/valid";

    private IReadOnlyList<(string Key, string Value)> Kept => IsInvalid ? [("list", "invalid")] : [];

    private string Now => _everybody is null ? "off"
        : string.Equals(PolicyBody.Parse(Encoding.UTF8.GetString(_everybody.Bytes.Span))["verify"], "nexthop", StringComparison.OrdinalIgnoreCase) ? "nexthop"
        : "all";

    private string EverybodyText => Now switch
    {
        "off" => T["Those listed below, and nobody else."],
        "nexthop" => T["Those listed below, and whom the next hop takes when it is asked."],
        _ => T["Every local part is accepted; the next hop decides."],
    };

    private IReadOnlyList<(string What, string Command)> EverybodyCommands
    {
        get
        {
            var path = View.PathOf("users/valid/*");
            return [
                (T["listed users"], TreeCommand.Remove(View.Root, path)),
                (T["ask the next hop"], TreeCommand.Put(View.Root, path, new PolicyContent { Values = new Dictionary<string, string?> { ["verify"] = "nexthop" } }, _everybody?.Bytes)),
                (T["everybody"], _everybody is null ? TreeCommand.Touch(View.Root, path) : TreeCommand.Put(View.Root, path, new PolicyContent { Values = new Dictionary<string, string?> { ["verify"] = null } }, _everybody.Bytes))];
        }
    }

    protected override void OnParametersSet() =>
        _everybody = Editor.TryParse(View.Name, ["users", "valid", "*"], out var path, out _) ? Browser.Find(path) : null;
}
