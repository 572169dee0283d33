using System.Globalization;
using Microsoft.AspNetCore.Components;
using MsLite.Filter;
using MsLite.Filter.Quarantine;
using MsLite.Filter.Quarantine.Errands;
using MsLite.Filter.Quarantine.Search;

namespace MsLite.Admin.Components.Controls;

/// <summary>One refused copy in the list. It is drawn anew only when something of it has changed, however often the list is.</summary>
public sealed partial class QuarantineRow
{
    private (QuarantineHit Hit, string Url, bool IsHere, bool IsChosen, bool MayChange, bool IsLive, ErrandKind? Going)? _drawn;

    [Parameter]
    [EditorRequired]
    public QuarantineHit Hit { get; set; } = null!;

    /// <summary>Where the copy is opened.</summary>
    [Parameter]
    [EditorRequired]
    public string Url { get; set; } = "";

    /// <summary>Whether it is the row that one is at.</summary>
    [Parameter]
    public bool IsHere { get; set; }

    [Parameter]
    public bool IsChosen { get; set; }

    [Parameter]
    public bool MayChange { get; set; }

    /// <summary>Whether buttons do anything yet.</summary>
    [Parameter]
    public bool IsLive { get; set; }

    /// <summary>What is about to be done with it.</summary>
    [Parameter]
    public ErrandKind? Going { get; set; }

    [Parameter]
    public EventCallback<QuarantineHit> OnChoose { get; set; }

    [Parameter]
    public EventCallback<QuarantineAct> OnAct { get; set; }

    private string Key => Hit.Key.ToString(CultureInfo.InvariantCulture);

    private string Subject => PlainText.Clean(Hit.Entry.Subject, 300) is { Length: > 0 } subject ? subject : T["(no subject)"];

    private string Sender => PlainText.Clean(Hit.Entry.From, 320) is { Length: > 0 } sender ? sender : QuarantineEntry.NullReturnPath;

    private string Recipient => PlainText.Clean(Hit.Entry.Recipient, 320);

    private string Host => PlainText.Clean(Hit.Entry.Host is { Length: > 0 } host && host != QuarantineEntry.UnknownHost ? host : Hit.Entry.Helo);

    private string Why => PlainText.Clean($"{Hit.Entry.Reason}{(Hit.Entry.File is { Length: > 0 } file ? $" ({file})" : "")}", 600);

    private string Looks => $"{(Hit.IsSeen ? "seen" : "new")}{(IsChosen ? " chosen" : "")}{(Going is not null ? " going" : "")}";

    protected override bool ShouldRender()
    {
        var now = (Hit, Url, IsHere, IsChosen, MayChange, IsLive, Going);
        var isChanged = _drawn != now;
        _drawn = now;
        return isChanged;
    }
}
