using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MsLite.Filter.Quarantine.Errands;
using MsLite.Filter.Release;

namespace MsLite.Admin.Components.Controls;

/// <summary>What the viewer wants done with copies: what can still be taken back, how far it has come, and what became of each copy.</summary>
public sealed partial class ErrandsView
{
    /// <summary>Results that are read one by one; those that could not be done stand first.</summary>
    private const int Most = 50;

    [Parameter]
    [EditorRequired]
    public IReadOnlyList<Errand> Errands { get; set; } = [];

    /// <summary>Take it back, or stop it.</summary>
    [Parameter]
    public EventCallback<Errand> OnEnd { get; set; }

    [Parameter]
    public EventCallback<Errand> OnDismiss { get; set; }

    [Inject]
    private TimeProvider Clock { get; set; } = null!;

    private static string Number(long value) => value.ToString("#,0", CultureInfo.InvariantCulture);

    private int Seconds(Errand errand) => (int)Math.Max(0, Math.Ceiling((errand.Due - Clock.GetUtcNow()).TotalSeconds));

    private LocalizedString Says(Errand errand) => errand.State switch
    {
        ErrandState.Waiting => errand.Kind == ErrandKind.Release
            ? errand.Whitelist is { } kind ? T["To be released, and {0} let in: {1}.", Whom(kind), Messages(errand.Total)] : T["To be released: {0}.", Messages(errand.Total)]
            : T["To be deleted: {0}. Until then nothing is gone.", Messages(errand.Total)],
        ErrandState.Running => T["{0}: {1} of {2}", Doing(errand.Kind), Number(errand.Reached), Number(errand.Total)],
        ErrandState.Withdrawn => T["Taken back: nothing was done."],
        ErrandState.Stopped => T["Stopped. {0}: {1}; the others are as they were.", Done(errand.Kind), Number(errand.Reached - errand.Failed)],
        _ when errand.Failed > 0 => T["{0}: {1}. It could not be done with {2}.", Done(errand.Kind), Number(errand.Reached - errand.Failed), Number(errand.Failed)],
        _ => T["{0}: {1}.", Done(errand.Kind), Messages(errand.Reached)],
    };

    private LocalizedString Messages(long count) => count == 1 ? T["one message"] : T["{0} messages", Number(count)];

    private LocalizedString Whom(WelcomeKind kind) => kind switch
    {
        WelcomeKind.Sender => T["the senders"],
        WelcomeKind.Domain => T["the senders' domains"],
        _ => T["the clients"],
    };

    private LocalizedString Doing(ErrandKind kind) => kind switch
    {
        ErrandKind.Release => T["Releasing"],
        ErrandKind.Delete => T["Deleting"],
        _ => T["Marking"],
    };

    private LocalizedString Done(ErrandKind kind) => kind switch
    {
        ErrandKind.Release => T["Released"],
        ErrandKind.Delete => T["Deleted"],
        ErrandKind.MarkSeen => T["Marked as seen"],
        _ => T["Marked as not seen"],
    };
}
