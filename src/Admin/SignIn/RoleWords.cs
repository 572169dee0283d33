using MsLite.Filter.Access;

namespace MsLite.Admin.SignIn;

/// <summary>Roles as people call them; keys of the panel's words.</summary>
internal static class RoleWords
{
    public static string Of(Role role) => role switch
    {
        Role.Administrator => "administrator",
        Role.DomainAdministrator => "domain administrator",
        _ => "viewer",
    };
}
