using System.Globalization;
using Microsoft.AspNetCore.Components;
using MsLite.Filter.Quarantine.Errands;
using MsLite.Filter.Release;

namespace MsLite.Admin.Components.Controls;

/// <summary>What can be done with the copies that are selected; always in its place, so that nothing moves when something is.</summary>
public sealed partial class ChosenBar
{
    private static readonly (WelcomeKind Kind, string Word, string List)[] s_welcomes =
    [
        (WelcomeKind.Sender, "the senders", "senders"), (WelcomeKind.Domain, "the senders' domains", "domains"), (WelcomeKind.Ip, "the clients", "ips"),
    ];

    /// <summary>How many are selected.</summary>
    [Parameter]
    [EditorRequired]
    public long Count { get; set; }

    /// <summary>How many could be, on all pages.</summary>
    [Parameter]
    [EditorRequired]
    public long Total { get; set; }

    /// <summary>Whether all are, whatever their page.</summary>
    [Parameter]
    public bool AreAll { get; set; }

    [Parameter]
    public bool MayChange { get; set; }

    [Parameter]
    public EventCallback<ErrandKind> OnAct { get; set; }

    /// <summary>Release them, and let their senders in by this.</summary>
    [Parameter]
    public EventCallback<WelcomeKind> OnWelcome { get; set; }

    [Parameter]
    public EventCallback OnAll { get; set; }

    [Parameter]
    public EventCallback OnNone { get; set; }

    private static string Number(long value) => value.ToString("#,0", CultureInfo.InvariantCulture);
}
