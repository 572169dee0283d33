using System.Reflection;
using Microsoft.AspNetCore.Components;
using MsLite.Admin;

namespace MsLite.Browser.Tests;

/// <summary>Every page of the panel that somebody who is signed in can open without naming something.</summary>
internal static class PanelPages
{
    // Pages of their own kind: for who is not signed in, or for a fault.
    private static readonly string[] s_others = [AdminUrls.SignIn, AdminUrls.SignOut, AdminUrls.Error, AdminUrls.NotFound];

    /// <summary>From the pages themselves, so that a new one is not forgotten.</summary>
    public static IReadOnlyList<string> Fixed { get; } =
    [
        .. typeof(AdminUrls).Assembly.GetTypes().SelectMany(type => type.GetCustomAttributes<RouteAttribute>()).Select(route => route.Template)
            .Where(path => !path.Contains('{', StringComparison.Ordinal) && !s_others.Contains(path)).Order(StringComparer.Ordinal),
    ];

    /// <summary>What a picture of the page is called.</summary>
    public static string Name(string path) => path == AdminUrls.Overview ? "overview" : path.Trim('/').Replace('/', '-');
}
