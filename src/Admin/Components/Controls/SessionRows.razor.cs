using Microsoft.AspNetCore.Components;
using MsLite.Filter.Access;

namespace MsLite.Admin.Components.Controls;

/// <summary>Who is signed in, from where and since when, each with a button that posts "Typed.Remove" in the form around it.</summary>
public sealed partial class SessionRows
{
    [Parameter]
    [EditorRequired]
    public IReadOnlyList<Session> Sessions { get; set; } = [];

    /// <summary>The session of who looks, which is ended by signing out.</summary>
    [Parameter]
    [EditorRequired]
    public string? Own { get; set; }

    /// <summary>Whether they are of several accounts.</summary>
    [Parameter]
    public bool WithNames { get; set; }
}
