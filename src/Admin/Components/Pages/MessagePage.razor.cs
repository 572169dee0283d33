using System.Data.Common;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.WebUtilities;
using MsLite.Admin.Components.Controls;
using MsLite.Filter.Access;
using MsLite.Filter.Journal;

namespace MsLite.Admin.Components.Pages;

/// <summary>One message's whole story: what became of it for each recipient and why, by which ladder, and whether it came back. Needs no script.</summary>
public sealed partial class MessagePage
{
    private IReadOnlyList<JournalRow> _rows = [];
    private List<MessageStory> _stories = [];
    private MessageFacts _facts = new();
    private string? _fault;

    /// <summary>The reference that the client was told.</summary>
    [Parameter]
    public string Id { get; set; } = "";

    [CascadingParameter]
    private Task<AuthenticationState>? SignedIn { get; set; }

    [Inject]
    private JournalReader Journal { get; set; } = null!;

    [Inject]
    private Filter.Quarantine.View.MessageStory Releases { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    /// <summary>What all recipients share stands in each row.</summary>
    private JournalRow First => _rows[0];

    private string ByClient => QueryHelpers.AddQueryString(AdminUrls.Messages, "client", First.Client);

    protected override async Task OnInitializedAsync()
    {
        var caller = SignedIn is null ? null : (await SignedIn).User.Caller();
        try
        {
            _rows = caller is null ? [] : await FindAsync(caller);
            foreach (var row in _rows)
            {
                _stories.Add(new MessageStory(row, await Journal.FindOtherTriesAsync(row, CancellationToken.None)) { Release = await Releases.ReleaseOfAsync(row, CancellationToken.None) });
            }
        }
        catch (DbException fault)
        {
            (_fault, _rows) = (fault.Message, []);
        }

        if (_rows.Count > 0)
        {
            _facts = MessageFacts.Of(First.Facts);
        }
        else if (_fault is null)
        {
            Navigation.NotFound();
        }
    }

    private Task<IReadOnlyList<JournalRow>> FindAsync(Caller caller) => Journal.FindAsync(
        new JournalQuestion { Id = Id.ToLowerInvariant(), Domains = caller.SeesEverything ? null : caller.Domains, Limit = JournalQuestion.MostRows }, CancellationToken.None);
}
