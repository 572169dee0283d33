using System.Data.Common;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.WebUtilities;
using MsLite.Filter;
using MsLite.Filter.Access;
using MsLite.Filter.Journal;
using MsLite.Mail;

namespace MsLite.Admin.Components.Pages;

/// <summary>Where is my mail? What became of every message for each of its recipients, found by whatever somebody knows of it. Needs no script.</summary>
public sealed partial class MessagesPage
{
    private const int PageSize = 50;

    private static readonly (string? Word, string Text)[] s_verdicts =
        [(null, "All"), (FateKind.Delivered.Word(), "Delivered"), (FateKind.Archived.Word(), "Refused and kept"), (FateKind.Deferred.Word(), "Deferred")];

    private JournalPage _page = new([], null, null);
    private IReadOnlyList<string> _domains = [];
    private Caller? _caller;
    private string? _fault;

    [SupplyParameterFromQuery(Name = "q")]
    public string? Words { get; set; }

    [SupplyParameterFromQuery]
    public string? Domain { get; set; }

    [SupplyParameterFromQuery]
    public string? Verdict { get; set; }

    [SupplyParameterFromQuery]
    public string? Client { get; set; }

    [SupplyParameterFromQuery]
    public string? Cursor { get; set; }

    [CascadingParameter]
    private Task<AuthenticationState>? SignedIn { get; set; }

    [Inject]
    private JournalReader Journal { get; set; } = null!;

    [Inject]
    private MsLiteOptions Options { get; set; } = null!;

    [Inject]
    private ViewerZone Viewer { get; set; } = null!;

    [Inject]
    private TimeProvider Clock { get; set; } = null!;

    protected override async Task OnInitializedAsync()
    {
        _caller = SignedIn is null ? null : (await SignedIn).User.Caller();
        _domains = _caller is { SeesEverything: false } ? [.. _caller.Domains.Order(StringComparer.Ordinal)] : [];
        Verdict = s_verdicts.Any(verdict => verdict.Word == Verdict) ? Verdict : null;
        try
        {
            _page = await FindAsync(Question());
        }
        catch (DbException fault)
        {
            _fault = fault.Message;
        }
    }

    /// <summary>An address is looked for whole, at once; where there is none, as a part of a longer one.</summary>
    private async Task<JournalPage> FindAsync(JournalQuestion question)
    {
        var page = await Journal.SearchAsync(question, CancellationToken.None);
        return page.Rows.Count > 0 || question.Addresses.Count == 0
            ? page
            : await Journal.SearchAsync(question with { Addresses = [], Parts = [.. question.Parts, .. question.Addresses] }, CancellationToken.None);
    }

    private JournalQuestion Question() => JournalWords.Read(
        new JournalQuestion
        {
            Domains = _caller is null ? new HashSet<string>() : _caller.SeesEverything ? null : _caller.Domains,
            Domain = string.IsNullOrWhiteSpace(Domain) ? null : DomainName.ToKey(Domain.Trim()),
            Client = string.IsNullOrWhiteSpace(Client) ? null : Client.Trim(),
            Fate = Verdict is null ? null : FateKindExtensions.OfWord(Verdict),
            After = JournalCursor.TryParse(Cursor, out var cursor) ? cursor : null,
            Limit = PageSize,
        },
        Words,
        Viewer.Local(Clock.GetUtcNow()),
        Viewer.Zone);

    private string UrlOf(JournalCursor? cursor = null) => Url(Verdict, cursor);

    private string UrlOf(string? verdict) => Url(verdict, null);

    private string Url(string? verdict, JournalCursor? cursor) => QueryHelpers.AddQueryString(
        AdminUrls.Messages,
        new Dictionary<string, string?> { ["q"] = Words, ["domain"] = Domain, ["client"] = Client, ["verdict"] = verdict, ["cursor"] = cursor?.ToString() }
            .Where(pair => !string.IsNullOrEmpty(pair.Value)));
}
