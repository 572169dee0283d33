using System.Data.Common;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Web;
using MsLite.Admin.Components.Domains;
using MsLite.Admin.Policy;
using MsLite.Filter.Access;
using MsLite.Filter.History;
using MsLite.Filter.Journal;
using MsLite.Filter.Policy;
using MsLite.Filter.Policy.Editing;

namespace MsLite.Admin.Components.Pages;

/// <summary>One domain, or the lists of all domains: what it is, and everything that can be changed about it. Works without a script.</summary>
public sealed partial class DomainPage
{
    private static readonly InteractiveServerRenderMode s_noPrerender = new(prerender: false);

    private static readonly (string Section, string Word)[] s_tabs =
    [
        ("", "Overview"), ("recipients", "Recipients"), ("checks", "Checks"), ("lists", "Lists"), ("zones", "Blocklists"), ("delivery", "Delivery"), ("import", "Import"), ("history", "History"),
    ];

    private static readonly (string Section, string Word)[] s_globalTabs = [("lists", "Lists"), ("import", "Import"), ("history", "History")];

    private (string Section, string Word) _tab = s_tabs[0];
    private string _title = "";
    private string _mark = "";
    private DomainView? _view;
    private PolicyAnswer? _answer;

    [Parameter]
    public string Name { get; set; } = "";

    [Parameter]
    public string? Section { get; set; }

    [SupplyParameterFromQuery(Name = "q")]
    public string? Query { get; set; }

    [SupplyParameterFromQuery(Name = "page")]
    public int? PageNumber { get; set; }

    [SupplyParameterFromQuery(Name = "list")]
    public string? List { get; set; }

    [SupplyParameterFromQuery(Name = "entry")]
    public string? Entry { get; set; }

    [SupplyParameterFromQuery(Name = "path")]
    public string? Below { get; set; }

    [SupplyParameterFromQuery(Name = "who")]
    public string? Who { get; set; }

    [SupplyParameterFromQuery(Name = "before")]
    public long? Before { get; set; }

    [SupplyParameterFromForm]
    public PolicyForm? Typed { get; set; }

    [CascadingParameter]
    private Task<AuthenticationState> SignedIn { get; set; } = null!;

    [Inject]
    private SrvTree Tree { get; set; } = null!;

    [Inject]
    private TreeChanges Changes { get; set; } = null!;

    [Inject]
    private PolicyEditor Editor { get; set; } = null!;

    [Inject]
    private PolicyDesk Desk { get; set; } = null!;

    [Inject]
    private WeekReader Weeks { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    private IReadOnlyList<(string Section, string Word)> Tabs => _view!.IsGlobal ? s_globalTabs : s_tabs;

    /// <summary>What was turned down stands where it was typed.</summary>
    private bool IsShownInPlace => Typed?.Do is PolicyDeed.Add or PolicyDeed.Set or PolicyDeed.Write or PolicyDeed.Limits or PolicyDeed.Restrict;

    private string ViewerReason => Editor.IsReadOnly
        ? T["The policy tree is read-only for this program, so this is a viewer: change it where it is written."]
        : T["You may look at this domain, but not change it."];

    protected override async Task OnInitializedAsync()
    {
        _mark = Changes.MarkOf(Name);
        var caller = (await SignedIn).User.Caller();
        if (caller is null || !Exists() || !caller.MaySee(Name))
        {
            Navigation.NotFound();
            return;
        }

        _title = Name == SrvTree.GlobalName ? T["All domains"] : Name;
        _view = new DomainView { Name = Name, Caller = caller, Root = Tree.Root, MayChange = caller.MayChange(Name) && !Editor.IsReadOnly, Typed = Typed ?? new PolicyForm() };
        var tabs = Tabs;
        _tab = tabs.FirstOrDefault(tab => tab.Section == (Section ?? ""), tabs[0]);
        try
        {
            var week = await Weeks.OfAsync(Name, CancellationToken.None);
            _view = _view with { Week = week };
        }
        catch (DbException)
        {
            // Counts stay open; what can be changed can be changed.
        }
    }

    private bool Exists()
    {
        try
        {
            // The lists of all domains can be begun here.
            return Name == SrvTree.GlobalName || Tree.FindDomain(Name) is not null;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private async Task ChangeAsync()
    {
        if (_view is null || Typed is null || Typed.Do == PolicyDeed.Test)
        {
            return;
        }

        _answer = await Desk.ApplyAsync(_view.Caller, Name, Typed, CancellationToken.None);
        _mark = Changes.MarkOf(Name);
        _view = _view with { Answer = _answer };
    }
}
