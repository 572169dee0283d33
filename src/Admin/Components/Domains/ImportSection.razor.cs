using Microsoft.AspNetCore.Components;
using MsLite.Admin.Policy;
using MsLite.Filter.Policy.Import;

namespace MsLite.Admin.Components.Domains;

/// <summary>Many entries at once from a pasted list: first what would become of each line, then all or nothing.</summary>
public sealed partial class ImportSection
{
    private const int Most = 200;

    private static readonly string[] s_places =
    [
        "users/valid", "users/invalid", "whitelisted/senders", "whitelisted/domains", "whitelisted/ips", "whitelisted/recipients",
        "blacklisted/senders", "blacklisted/domains", "blacklisted/ips", "blacklisted/hosts", "blacklisted/tld",
    ];

    private ImportPlan? _plan;
    private string? _said;
    private bool _isDone;

    [Parameter]
    [EditorRequired]
    public DomainView View { get; set; } = null!;

    [SupplyParameterFromForm(FormName = "import")]
    public ImportForm? Import { get; set; }

    [Inject]
    private PolicyImport Importer { get; set; } = null!;

    private string Into => Places.Any(place => place.Value == Import?.Into) ? Import!.Into! : Places[0].Value;

    private IReadOnlyList<(string Value, string Word)> Places =>
    [
        .. s_places.Where(place => !View.IsGlobal || !place.StartsWith("users", StringComparison.Ordinal)).Select(place => (place, place)),
        ("", T["where each line says, such as users/valid/ann"]),
    ];

    /// <summary>What is wrong is looked for first.</summary>
    private IEnumerable<ImportLine> Shown => _plan!.Lines.OrderBy(line => line.Result != ImportResult.Refused).ThenBy(line => line.Line).Take(Most);

    private string Word(ImportResult result) => result switch
    {
        ImportResult.Created => T["new"],
        ImportResult.Changed => T["changed"],
        ImportResult.Unchanged => T["there already"],
        _ => T["refused:"],
    };

    private async Task LookAsync()
    {
        if (Import?.Lines is not { } lines || !View.MayChange)
        {
            return;
        }

        try
        {
            _plan = await Task.Run(() => Importer.PlanList(View.Caller, View.Name, Into, lines));
            if (Import.Do == "apply" && _plan.IsSound)
            {
                _said = await Task.Run(() => Importer.Apply(_plan, View.Caller.Name));
                _isDone = _said is null;
                _said ??= T["All is written. Each entry has its row in the history, and can be undone there."];
            }
        }
        catch (IOException fault)
        {
            _said = T["The disk does not take it: {0}", fault.Message];
        }
    }
}
