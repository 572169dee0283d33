using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using MsLite.Admin.Policy;
using MsLite.Filter.Access;
using MsLite.Filter.Checkups;
using MsLite.Filter.Policy;
using MsLite.Filter.Policy.Editing;

namespace MsLite.Admin.Components.Pages;

/// <summary>A page on which a domain can be hosted, its next hop tried out before, and what was done taken back: by forms that need no script.</summary>
public abstract class NewDomainPage : ComponentBase
{
    [SupplyParameterFromForm(FormName = "domain")]
    public NewDomainTyped? NewDomain { get; set; }

    [SupplyParameterFromForm(FormName = "policy")]
    public PolicyForm? Typed { get; set; }

    [CascadingParameter]
    protected Task<AuthenticationState> SignedIn { get; set; } = null!;

    [Inject]
    private protected SrvTree Tree { get; set; } = null!;

    [Inject]
    private protected PolicyDesk Desk { get; set; } = null!;

    [Inject]
    private protected PolicyEditor Editor { get; set; } = null!;

    [Inject]
    private NewDomainDesk NewDomains { get; set; } = null!;

    private protected Caller? Caller { get; private set; }

    /// <summary>What became of the domain that was typed; null while none was.</summary>
    private protected NewDomainResult? Made { get; private set; }

    private protected PolicyAnswer? Answer { get; set; }

    /// <summary>What the next hop that was typed said; null while it was not tried.</summary>
    private protected IReadOnlyList<CheckupFinding>? Trial { get; private set; }

    protected override async Task OnInitializedAsync() => Caller = (await SignedIn).User.Caller();

    protected async Task AddAsync()
    {
        if (Caller is null || NewDomain is null)
        {
            return;
        }

        if (NewDomain.Do == PolicyDeed.Test)
        {
            Trial = await NewDomains.TryAsync(Caller, NewDomain, CancellationToken.None);
            return;
        }

        Made = NewDomains.Create(Caller, NewDomain);
        Answer = await NewDomains.AnswerAsync(Caller, Made, CancellationToken.None);
        LookAt(Made);
    }

    /// <summary>The tree is another one by now.</summary>
    private protected abstract void LookAt(NewDomainResult made);
}
