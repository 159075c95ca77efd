package io.voltwright.transactions.ledger;

import io.voltwright.transactions.api.Tariff;
import java.util.Locale;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.table.ShellTable;
import org.jspecify.annotations.Nullable;

/** {@code tx:tariffs} lists the tariffs in force. */
@Service
@Command(
        scope = "tx",
        name = "tariffs",
        description = "Lists the tariffs in force, and why those on disk are not",
        detailedDescription =
                "Sessions that run keep the tariff in force when they started.\n\nExample:\n\n    tx:tariffs")
public final class TariffsCommand implements Action {

    @Reference(optional = true)
    @Nullable
    Ledger ledger;

    @Override
    public @Nullable Object execute() {
        if (ledger == null) {
            System.out.println("transactions.ledger is not running");
            return null;
        }
        ShellTable table = new ShellTable().emptyTableText("No tariffs");
        table.column("Tariff");
        table.column("For");
        table.column("Price without VAT").alignRight();
        table.column("VAT %").alignRight();
        for (Tariff tariff : ledger.tariffs()) {
            tariff.elements().stream()
                    .flatMap(element -> element.components().stream())
                    .forEach(component -> table.addRow()
                            .addContent(
                                    tariff.id(),
                                    name(component.dimension()),
                                    component.price().toPlainString() + " "
                                            + tariff.currency().getCurrencyCode() + unit(component.dimension()),
                                    component.vatPercent().toPlainString()));
        }
        table.print(System.out);
        ledger.tariffsRefused().ifPresent(why -> System.out.println("The tariffs on disk are refused:\n" + why));
        return null;
    }

    /** As the file has it. */
    private static String name(Tariff.Dimension dimension) {
        return dimension == Tariff.Dimension.FLAT ? "start" : dimension.name().toLowerCase(Locale.ROOT);
    }

    private static String unit(Tariff.Dimension dimension) {
        return switch (dimension) {
            case ENERGY -> "/kWh";
            case TIME -> "/h";
            case FLAT -> "";
        };
    }
}
