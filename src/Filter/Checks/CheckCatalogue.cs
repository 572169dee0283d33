using Microsoft.Extensions.DependencyInjection;
using MsLite.Filter.Policy;

namespace MsLite.Filter.Checks;

/// <summary>All checks there are, in the order in which their reasons count. A new check needs no line here.</summary>
public sealed class CheckCatalogue
{
    /// <summary>Makes one of each sealed <see cref="ICheck"/> of this assembly; the only reflection of the filter.</summary>
    public CheckCatalogue(IServiceProvider services)
        : this(typeof(ICheck).Assembly.GetTypes()
            .Where(type => type is { IsSealed: true, IsAbstract: false } && type.IsAssignableTo(typeof(ICheck)))
            .Select(type => (ICheck)ActivatorUtilities.CreateInstance(services, type)))
    {
    }

    internal CheckCatalogue(IEnumerable<ICheck> checks) => Checks = [.. checks.OrderBy(check => check.Order)];

    public IReadOnlyList<ICheck> Checks { get; }

    internal IReadOnlyList<EnabledCheck> EnabledFor(DomainPolicy policy, bool clientIsHidden)
    {
        var enabled = new List<EnabledCheck>();
        foreach (var check in Checks)
        {
            if (check.FindSwitch(policy) is { } file)
            {
                enabled.Add(new EnabledCheck(check, file, clientIsHidden));
            }
        }

        return enabled;
    }
}
