using Microsoft.Extensions.DependencyInjection;
using MsLite.Filter.Policy;

namespace MsLite.Filter.Checks;

/// <summary>All checks there are, in the order in which their reasons count. A new check needs no line here.</summary>
public sealed class CheckCatalogue
{
    /// <summary>Of each check in turn. Made once: every message meets them.</summary>
    private readonly string[] _rungs;

    /// <summary>Makes one of each sealed <see cref="ICheck"/> of this assembly; the only reflection of the filter.</summary>
    public CheckCatalogue(IServiceProvider services)
        : this(typeof(ICheck).Assembly.GetTypes()
            .Where(type => type is { IsSealed: true, IsAbstract: false } && type.IsAssignableTo(typeof(ICheck)))
            .Select(type => (ICheck)ActivatorUtilities.CreateInstance(services, type)))
    {
    }

    internal CheckCatalogue(IEnumerable<ICheck> checks)
    {
        Checks = [.. checks.OrderBy(check => check.Order)];
        _rungs = [.. Checks.Select(check => "checks/" + check.Name)];
    }

    public IReadOnlyList<ICheck> Checks { get; }

    internal IReadOnlyList<EnabledCheck> EnabledFor(DomainPolicy policy, bool clientIsHidden)
    {
        var enabled = new List<EnabledCheck>();
        for (var i = 0; i < _rungs.Length; i++)
        {
            if (Checks[i].FindSwitch(policy) is { } file)
            {
                enabled.Add(new EnabledCheck(Checks[i], _rungs[i], file, clientIsHidden));
            }
        }

        return enabled;
    }
}
