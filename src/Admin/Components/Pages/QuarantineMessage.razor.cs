using System.Data.Common;
using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using MsLite.Admin.Components.Controls;
using MsLite.Admin.SignIn;
using MsLite.Admin.Trying;
using MsLite.Admin.Undo;
using MsLite.Filter;
using MsLite.Filter.Access;
using MsLite.Filter.History;
using MsLite.Filter.Policy.Editing;
using MsLite.Filter.Quarantine;
using MsLite.Filter.Quarantine.Errands;
using MsLite.Filter.Quarantine.Search;
using MsLite.Filter.Quarantine.View;
using MsLite.Filter.Release;
using MsLite.Filter.Remedies;
using MessageStory = MsLite.Filter.Quarantine.View.MessageStory;

namespace MsLite.Admin.Components.Pages;

/// <summary>One refused message: why first, then what one can do about it, then the message itself. Drawn anew with each request; needs no script.</summary>
public sealed partial class QuarantineMessage
{
    private static readonly string[] s_ways = ["text", "html", "headers", "raw"];

    private Caller? _caller;
    private IReadOnlyList<QuarantineEntry> _copies = [];
    private QuarantineEntry? _copy;
    private ReadableMessage? _view;
    private ViewedText? _raw;
    private HistoryRow? _made;
    private IReadOnlyList<StoryEvent> _story = [];
    private IReadOnlyList<RemedyOffer> _remedies = [];
    private QuarantineAddress _list = new();
    private QuarantineHit? _hit;
    private QuarantineHit? _newer;
    private QuarantineHit? _older;
    private Outcome? _said;
    private string? _fault;
    private bool _mayChange;

    [Parameter]
    public string Id { get; set; } = "";

    /// <summary>Which copy, where several recipients have one.</summary>
    [SupplyParameterFromQuery(Name = "recipient")]
    public string? Recipient { get; set; }

    /// <summary>How the message is looked at: text, html, headers or raw.</summary>
    [SupplyParameterFromQuery(Name = "show")]
    public string? ShowText { get; set; }

    /// <summary>The query of the list that one came from.</summary>
    [SupplyParameterFromQuery(Name = "list")]
    public string? ListText { get; set; }

    [SupplyParameterFromForm(FormName = "act", Name = "Act")]
    private string? Act { get; set; }

    [SupplyParameterFromForm(FormName = "remedy", Name = "Remedy")]
    private string? Chosen { get; set; }

    [CascadingParameter]
    private HttpContext Http { get; set; } = null!;

    [Inject]
    private VisibleCopies Copies { get; set; } = null!;

    [Inject]
    private MessageViewer Viewer { get; set; } = null!;

    [Inject]
    private MessageStory Story { get; set; } = null!;

    [Inject]
    private QuarantineSearch Search { get; set; } = null!;

    [Inject]
    private ErrandDesk Desk { get; set; } = null!;

    [Inject]
    private CopyActs Acts { get; set; } = null!;

    [Inject]
    private RemedyList Remedies { get; set; } = null!;

    [Inject]
    private PolicyEditor Editor { get; set; } = null!;

    [Inject]
    private HistoryReader History { get; set; } = null!;

    [Inject]
    private HistoryUndo HistoryUndo { get; set; } = null!;

    [Inject]
    private UndoShelf Shelf { get; set; } = null!;

    [Inject]
    private MsLiteOptions Options { get; set; } = null!;

    private string Show => s_ways.Contains(ShowText) ? ShowText! : s_ways[0];

    private string Subject => PlainText.Clean(_view?.Subject ?? _copy?.Subject, 300) is { Length: > 0 } subject ? subject : T["(no subject)"];

    private bool IsSeen { get; set; }

    /// <summary>Whether it is about to be deleted.</summary>
    private bool IsGoing => _hit is { } hit && Desk.Of(_caller!)
        .Any(errand => errand.Kind == ErrandKind.Delete && (errand.IsRevocable || errand.State == ErrandState.Running) && errand.Keys.Contains(hit.Key));

    private string BackUrl => _hit is null ? _list.Url : (_list with { Selected = _hit.Key }).Url;

    protected override async Task OnInitializedAsync()
    {
        _caller = Http.User.Caller();
        if (_caller is null || (await FindAsync()) is not { } copy)
        {
            Http.Refuse(StatusCodes.Status404NotFound);
            return;
        }

        _copy = copy;
        _mayChange = _caller.MayChange(copy.Domain);
        _list = QuarantineAddress.OfQuery(ListText);
        await LookAsync(copy);
        await FindPlaceAsync(copy);
        SayWhatWaits();
    }

    private async Task<QuarantineEntry?> FindAsync()
    {
        _copies = await Copies.FindAsync(_caller!, Id, recipient: null, Http.RequestAborted);
        return _copies.FirstOrDefault(copy => string.Equals(copy.Recipient, Recipient, StringComparison.OrdinalIgnoreCase)) ?? (_copies.Count > 0 ? _copies[0] : null);
    }

    private async Task LookAsync(QuarantineEntry copy)
    {
        var ct = Http.RequestAborted;
        try
        {
            _view = await Viewer.ViewAsync(copy, ct);
            _raw = Show == "raw" ? await Viewer.RawAsync(copy, ct) : null;
        }
        catch (InvalidDataException fault)
        {
            // The sentence names a path of the server: for those who run it.
            _fault = _caller!.SeesEverything ? fault.Message : T["Its file has been changed since it was archived, so it is not shown."];
        }

        _story = await Story.TellAsync(copy, ct);
        _made = copy.File is null ? null : (await History.FindAsync(new HistoryQuestion { Path = copy.File, Limit = 50 }, ct))
            .FirstOrDefault(row => row.Path == copy.File && row.After.Kind == "file" && row.Time <= (copy.Time ?? DateTimeOffset.MaxValue));
        _remedies = _mayChange ? OffersFor(copy) : [];
    }

    /// <summary>Its place among all copies, and its neighbours in the list. An index that does not answer is no reason not to show the message.</summary>
    private async Task FindPlaceAsync(QuarantineEntry copy)
    {
        var ct = Http.RequestAborted;
        try
        {
            _hit = (await Search.FindAsync(new QuarantineQuestion { Domain = copy.Domain, Id = copy.Id, From = copy.Time, To = copy.Time?.AddSeconds(1), Limit = QuarantineQuestion.MostRows }, ct))
                .FirstOrDefault(hit => hit.Entry.FileName == copy.FileName);
            IsSeen = _hit?.IsSeen == true;
            if (_hit is { Key: var key })
            {
                var list = _list.QuestionFor(_caller) with { After = null, NewerThan = null, Limit = 1 };
                _older = await Search.FindAsync(list with { After = key }, ct) is [var older] ? older : null;
                _newer = await Search.FindAsync(list with { NewerThan = key }, ct) is [var newer] ? newer : null;
            }
        }
        catch (DbException)
        {
            (_older, _newer) = (null, null);
        }
    }

    /// <summary>What the caller wanted a moment ago, here or on the page before, can still be taken back.</summary>
    private void SayWhatWaits()
    {
        if (Desk.Of(_caller!).FirstOrDefault(errand => errand.IsRevocable) is { } waiting)
        {
            _said = Said(waiting);
        }
    }

    private Outcome Said(Errand errand)
    {
        var messages = errand.Total == 1 ? T["one message"] : T["{0} messages", errand.Total.ToString("#,0", CultureInfo.InvariantCulture)];
        return Outcome.Done(errand.Kind == ErrandKind.Delete ? T["To be deleted: {0}. Until then nothing is gone.", messages] : T["To be released: {0}.", messages], errand.Id.ToString());
    }

    private IReadOnlyList<RemedyOffer> OffersFor(QuarantineEntry copy) =>
        [.. Remedies.For(copy).Where(remedy => _caller!.MayChange(remedy.Path.Domain)).Select(remedy => new RemedyOffer(
            remedy.Path.Text, remedy, remedy.Identity is { } kind ? Welcome.Worth(copy, kind, _view?.Authentication ?? []) : ""))];

    private async Task ActAsync()
    {
        if (_copy is null || !_mayChange)
        {
            return;
        }

        var kind = Act switch
        {
            "release" => ErrandKind.Release,
            "seen" => ErrandKind.MarkSeen,
            "unseen" => ErrandKind.MarkUnseen,
            "delete" => ErrandKind.Delete,
            _ => (ErrandKind?)null,
        };
        if (kind is not { } wanted)
        {
            return;
        }

        if (wanted == ErrandKind.Delete)
        {
            // A copy that the search does not know yet is found by its name.
            _hit ??= new QuarantineHit(0, _copy, 0, "");
            _said = Desk.Give(_caller!, wanted, [_hit]) is { } errand ? Said(errand) : _said;
            return;
        }

        var result = await Acts.ActAsync(wanted, _copy, _caller!.Name);
        _said = !result.IsDone ? Outcome.Fault(result.Text)
            : wanted == ErrandKind.Release ? Outcome.Done(result.Text)
            : Marked(_copy, wanted == ErrandKind.MarkSeen);
        _story = await Story.TellAsync(_copy, Http.RequestAborted);
    }

    private Outcome Marked(QuarantineEntry copy, bool isSeen)
    {
        IsSeen = isSeen;
        return Outcome.Done(isSeen ? T["Marked as read."] : T["Marked as unread."], Shelf.Put(_caller!, async _ =>
        {
            var back = await Acts.ActAsync(isSeen ? ErrandKind.MarkUnseen : ErrandKind.MarkSeen, copy, _caller!.Name);
            return !back.IsDone ? back.Text : isSeen ? T["Marked as unread."] : T["Marked as read."];
        }));
    }

    private async Task RemedyAsync()
    {
        if (_copy is null || _remedies.FirstOrDefault(offer => offer.Key == Chosen) is not { } offer)
        {
            return;
        }

        var edit = Remedies.Apply(offer.Remedy, _caller!.Name);
        if (!edit.IsDone)
        {
            _said = Outcome.Fault(edit.Sentence);
            return;
        }

        var rows = await History.FindAsync(new HistoryQuestion { Path = offer.Remedy.Path.Text, Who = _caller.Name, Limit = 1 }, Http.RequestAborted);
        var undo = rows.Count == 0 || edit.Kind == PolicyEditKind.Unchanged ? null : Shelf.Put(_caller, ct => TakeBackAsync(rows[0], ct));
        _said = Outcome.Done(T["{0}: done. It holds for the next message; this one still has to be released.", PlainText.Clean(offer.Remedy.Path.Text, 300)], undo);
    }

    private async Task<string> TakeBackAsync(HistoryRow row, CancellationToken ct)
    {
        var (edit, _) = await HistoryUndo.UndoAsync(row, _caller!.Name, ct);
        return edit.IsDone ? T["{0} is as it was before.", row.Path] : edit.Sentence;
    }

    private async Task UndoAsync(string id)
    {
        if (_caller is not null && Desk.Of(_caller).FirstOrDefault(errand => errand.Id.ToString() == id) is { } waiting)
        {
            _said = waiting.End() ? Outcome.Done(T["Taken back: nothing was done."]) : Outcome.Fault(T["It is too late to take this back here."]);
        }
        else if (_caller is not null)
        {
            _said = await Shelf.TakeBackAsync(_caller, id, Http.RequestAborted) is { } done
                ? Outcome.Done(done)
                : Outcome.Fault(T["It is too late to take this back here."]);
        }
    }

    private string Url(string show, string? recipient = null)
    {
        var to = recipient ?? (_copies.Count > 1 ? _copy!.Recipient : null);
        return $"{AdminUrls.QuarantineMessage(Id)}?show={show}{(to is null ? "" : "&recipient=" + Uri.EscapeDataString(to))}{(ListText is null ? "" : "&list=" + Uri.EscapeDataString(ListText))}";
    }

    private string? Here(string show) => Show == show ? "page" : null;

    private string Api(string what) => $"api/v1/quarantine/{Uri.EscapeDataString(Id)}/{what}?recipient={Uri.EscapeDataString(_copy!.Recipient)}";

    private string Words(Remedy remedy) => remedy switch
    {
        { Identity: WelcomeKind.Sender } => T["Let this sender in"],
        { Identity: WelcomeKind.Domain } => T["Let the sender's domain in"],
        { Identity: WelcomeKind.Ip } => T["Let this client in"],
        { Kind: RemedyKind.Remove } => T["Remove the file that refused"],
        { Kind: RemedyKind.AddUser } => T["Make the recipient known"],
        _ => T["Let the check watch only"],
    };

    private string Shell(Remedy remedy)
    {
        var path = $"{Path.GetFullPath(Options.SrvRoot)}/{remedy.Path.Text}";
        return remedy.Kind switch
        {
            RemedyKind.Remove => $"rm {ShellCommand.Word(path)}",
            RemedyKind.Shadow => $"echo 'mode: shadow' >> {ShellCommand.Word(path)}",
            _ => $"mkdir -p {ShellCommand.Word(Path.GetDirectoryName(path)!)} && touch {ShellCommand.Word(path)}",
        };
    }
}
