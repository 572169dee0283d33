using System.Globalization;

namespace MsLite.Benchmarks;

/// <summary>Writes a policy tree of many domains, the first of which has many users.</summary>
internal static class PolicyGenerator
{
    public static string UserName(int number) => string.Create(CultureInfo.InvariantCulture, $"user{number:D5}");

    /// <param name="users">Of the first domain; the others have one each.</param>
    public static void Write(string root, int domains, int users)
    {
        for (var i = 0; i < domains; i++)
        {
            var domain = Path.Combine(root, QuarantineGenerator.DomainName(i));
            var valid = Directory.CreateDirectory(Path.Combine(domain, "users", "valid")).FullName;
            File.WriteAllText(Path.Combine(Directory.CreateDirectory(Path.Combine(domain, "checks")).FullName, "all"), "");
            for (var user = 0; user < (i == 0 ? users : 1); user++)
            {
                File.WriteAllText(Path.Combine(valid, UserName(user)), "");
            }
        }
    }
}
