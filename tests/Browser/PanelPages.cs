using System.Reflection;
using Microsoft.AspNetCore.Components;
using MsLite.Admin;

namespace MsLite.Browser.Tests;

/// <summary>Every page of the panel that somebody who is signed in can open without naming something.</summary>
internal static class PanelPages
{
    // Pages of their own kind: for who is not signed in, or for a fault.
    private static readonly string[] s_others = [AdminUrls.SignIn, AdminUrls.SignOut, AdminUrls.Error, AdminUrls.NotFound];

    // As the tabs of a domain name them.
    private static readonly string[] s_sections = ["", "recipients", "checks", "lists", "zones", "delivery", "import", "history"];

    /// <summary>From the pages themselves, so that a new one is not forgotten.</summary>
    public static IReadOnlyList<string> Fixed { get; } =
    [
        .. typeof(AdminUrls).Assembly.GetTypes().SelectMany(type => type.GetCustomAttributes<RouteAttribute>()).Select(route => route.Template)
            .Where(path => !path.Contains('{', StringComparison.Ordinal) && !s_others.Contains(path)).Order(StringComparer.Ordinal),
    ];

    /// <summary>What the pictures of all pages are called.</summary>
    public static IEnumerable<string> Pictures => Fixed.Select(Name).Concat(Of("", "").Select(page => page.Picture));

    /// <summary>Those that name something: a domain, in each of its parts, and a refused message.</summary>
    public static IEnumerable<(string Path, string Picture)> Of(string domain, string refused) =>
    [
        .. s_sections.Select(section => ($"{AdminUrls.Domain(domain)}/{section}".TrimEnd('/'), $"domain-{section}".TrimEnd('-'))),
        (AdminUrls.QuarantineMessage(refused), "quarantine-message"),
        (AdminUrls.Message(refused), "message"),
    ];

    /// <summary>What a picture of the page is called.</summary>
    public static string Name(string path) => path == AdminUrls.Overview ? "overview" : path.Trim('/').Replace('/', '-');
}
