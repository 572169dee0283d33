using Microsoft.AspNetCore.Components;
using MsLite.Filter.Policy.Editing;

namespace MsLite.Admin.Components.Domains;

/// <summary>Says why nothing that would change the policy tree is offered, where the program may only read it.</summary>
public sealed partial class ReadOnlyNote
{
    [Inject]
    private PolicyEditor Editor { get; set; } = null!;
}
