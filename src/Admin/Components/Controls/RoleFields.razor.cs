using Microsoft.AspNetCore.Components;
using MsLite.Filter.Access;

namespace MsLite.Admin.Components.Controls;

/// <summary>What somebody, or a script, may do: the fields "Typed.Role" and "Typed.Domains" of a form.</summary>
public sealed partial class RoleFields
{
    [Parameter]
    [EditorRequired]
    public Role Role { get; set; }

    /// <summary>With blanks between them.</summary>
    [Parameter]
    [EditorRequired]
    public string? Domains { get; set; }

    /// <summary>What was typed in the field, name by name.</summary>
    public static IEnumerable<string> Split(string? domains) =>
        (domains ?? "").Split([' ', ',', '\t', '\n', '\r', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
