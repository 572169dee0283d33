using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using MsLite.Filter.Access;
using MsLite.Filter.Policy;

namespace MsLite.Admin.Components.Pages;

/// <summary>"Is it right?", for one domain or the first few: MX, PTR, port, certificate, next hop, resolver, blocklists, clients, disk, clock.</summary>
public sealed partial class CheckPage
{
    private Caller? _caller;
    private string? _domain;

    [SupplyParameterFromQuery(Name = "domain")]
    public string? Domain { get; set; }

    [CascadingParameter]
    private Task<AuthenticationState> SignedIn { get; set; } = null!;

    [Inject]
    private SrvTree Tree { get; set; } = null!;

    private string Again => _domain is null ? AdminUrls.Check : $"{AdminUrls.Check}?domain={Uri.EscapeDataString(_domain)}";

    protected override async Task OnInitializedAsync()
    {
        _caller = (await SignedIn).User.Caller();
        _domain = Domain is { Length: > 0 } name && Tree.FindDomain(name) is not null ? name : null;
    }
}
