using System.Globalization;
using Microsoft.AspNetCore.Components;
using MsLite.Filter;

namespace MsLite.Admin.Components.Controls;

/// <summary>The ledger as the sum it is: received = delivered + refused and kept + deferred, and what is missing from it.</summary>
public sealed partial class LedgerView
{
    [Parameter]
    [EditorRequired]
    public Ledger Ledger { get; set; } = null!;

    [Parameter]
    [EditorRequired]
    public FateRates Rates { get; set; } = null!;

    private static string Number(long value) => value.ToString("#,0", CultureInfo.InvariantCulture);
}
